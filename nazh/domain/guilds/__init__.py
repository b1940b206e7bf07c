"""The rules for a guild's settings and their changes."""
