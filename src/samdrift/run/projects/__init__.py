"""What is developed together: proposals, projects and who pays them, hours, bookings of people, and each system's maintenance."""
