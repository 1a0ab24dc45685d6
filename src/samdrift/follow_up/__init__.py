"""Did it give what we said, and what needs me today: reads everything, owns little."""
