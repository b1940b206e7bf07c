"""Stores the game servers of guilds in a database."""
