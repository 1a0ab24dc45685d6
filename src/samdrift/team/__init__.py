"""Who does the work, where they sit, who leads them."""
