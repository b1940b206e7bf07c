"""Stores the world of Dominion in the SQL database."""
