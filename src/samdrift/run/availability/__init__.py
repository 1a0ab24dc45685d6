"""Was it up when it was promised to be up, for this member at this site?"""
