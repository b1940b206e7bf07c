"""Bounded storage in memory, which is lost when the process ends."""
