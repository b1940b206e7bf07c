"""Writes odds as text and as JSON."""
