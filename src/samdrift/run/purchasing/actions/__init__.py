"""Every write of purchasing. Each is one savepoint, locks the row that owns the rule first, and leaves one audit entry."""
