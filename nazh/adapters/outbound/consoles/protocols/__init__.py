"""Speaks the protocols of the consoles of games."""
