"""Runs statements on SQLite or PostgreSQL, behind one interface."""
