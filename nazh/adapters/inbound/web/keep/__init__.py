"""Serves the pages of Keep's own processes."""
