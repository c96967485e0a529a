"""How much may sound, and when."""
