"""Ranks nations, and stores the history of their values."""
