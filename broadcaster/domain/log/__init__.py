"""What is known of an airing, and how the log is chained."""
