"""Pages of the week: what will air when and why, the sessions and their exceptions."""
