"""Pages of the log and of the plan."""
