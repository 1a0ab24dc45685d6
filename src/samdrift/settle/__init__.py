"""What each member pays, and why."""
