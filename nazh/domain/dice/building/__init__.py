"""Builds a roll step by step from a draft."""
