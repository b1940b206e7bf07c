"""Draws charts with matplotlib in separate processes."""
