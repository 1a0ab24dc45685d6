"""What people type, or send as a file, about what is bought together."""
