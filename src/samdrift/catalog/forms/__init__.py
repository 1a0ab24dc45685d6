"""What people type into the catalog."""
