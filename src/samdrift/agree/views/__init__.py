"""The doors to agreements."""
