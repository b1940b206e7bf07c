"""Reads data for commands that only show it."""
