"""Checks the names of nations, and finds names that are almost the same."""
