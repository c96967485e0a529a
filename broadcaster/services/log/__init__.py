"""What was aired: the log written, chained, read, said and handed in."""
