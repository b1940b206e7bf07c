"""Stores guild settings and membership in a database."""
