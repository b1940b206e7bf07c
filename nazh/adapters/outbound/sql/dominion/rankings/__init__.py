"""Ranks nations, and keeps the history of their values."""
