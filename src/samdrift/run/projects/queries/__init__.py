"""Every read of projects, named by what comes back."""
