"""The team as pages."""
