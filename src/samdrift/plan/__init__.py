"""What to change and what it is thought to bring: services that members join step by step, and what that costs once."""
