"""Stores the dice records in a database."""
