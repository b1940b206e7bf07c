"""Texts about guild settings and privacy."""
