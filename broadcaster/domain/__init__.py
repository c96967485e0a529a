"""The rules of the trade, pure: no clock, no file, no library; everything a rule needs is handed to it."""
