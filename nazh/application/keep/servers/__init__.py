"""Manages the game servers of a guild."""
