"""Pages of sounds: jingles and voices."""
