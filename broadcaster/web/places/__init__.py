"""Pages of villages and their speaker clusters."""
