"""Runs commands in the consoles of game servers."""
