"""Stores the dice records in memory."""
