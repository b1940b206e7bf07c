"""Runs commands in transactions of the world, and advances the world."""
