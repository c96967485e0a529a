"""Pages of a day: what airs today, sound to take along, the village operator's own page, feeds."""
