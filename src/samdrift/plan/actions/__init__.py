"""Every write of plans: one savepoint, one audit entry."""
