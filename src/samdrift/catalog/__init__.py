"""What is shared: services, the levels they are offered at, and who takes which."""
