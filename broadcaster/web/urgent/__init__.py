"""Khẩn cấp: calling out, drills, withdrawing; made for a phone in a leader's hand."""
