"""The catalog as pages."""
