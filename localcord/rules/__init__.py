"""Validates request bodies by Discord's rules, and refuses undocumented fields."""
