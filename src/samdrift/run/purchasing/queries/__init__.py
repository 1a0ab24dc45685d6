"""Every read of purchasing, named by what comes back: licences, suppliers and framework agreements, investments."""
