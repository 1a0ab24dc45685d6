"""Who shares, where they are, how big they are, and the calendars they agree by."""
