"""Somebody types in a terminal, or pipes lines into one."""
