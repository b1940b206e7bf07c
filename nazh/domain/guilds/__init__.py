"""The rules for guild settings and their changes."""
