"""Use cases that make programmes: what was planned becomes sound, and rows that say so."""
