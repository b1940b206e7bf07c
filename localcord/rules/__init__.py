"""Validates request bodies by Discord's rules, and reports undocumented fields."""
