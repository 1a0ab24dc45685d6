"""The doors of purchasing."""
