"""Reads what commands show, without changing the world."""
