"""Writes the texts of a nation's government."""
