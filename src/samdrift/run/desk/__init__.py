"""Who needs help, and when is it due."""
