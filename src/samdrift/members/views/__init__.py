"""Who takes part, their people, and work calendars, as pages."""
