"""Every read of plans, named by what comes back."""
