"""Writes the texts that explain the game."""
