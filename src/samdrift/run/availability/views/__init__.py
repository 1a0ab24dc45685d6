"""The pages of availability: what is up now and what is known of outages; what was promised of the time, and whether it held."""
