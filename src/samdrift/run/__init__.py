"""The year's daily work: the desk, availability, projects and purchasing."""
