"""What is promised, by whom, from when, signed by whom."""
