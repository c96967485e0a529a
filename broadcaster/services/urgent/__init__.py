"""Urgent calls (tin khẩn cấp) and drills: made ready, called out, kept up, withdrawn."""
