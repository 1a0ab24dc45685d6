"""Every write of projects. Each is one savepoint and leaves one audit entry."""
