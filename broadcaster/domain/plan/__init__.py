"""What airs in which session, in which order, and why."""
