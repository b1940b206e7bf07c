"""Adds, tests and removes the game servers of a guild."""
