"""Stores guild settings and membership in memory."""
