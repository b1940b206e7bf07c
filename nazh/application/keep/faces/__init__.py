"""Supervises faces, which are processes of the bot with their own tokens."""
