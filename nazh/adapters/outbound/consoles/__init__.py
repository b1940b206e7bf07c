"""Talks to the consoles of game servers."""
