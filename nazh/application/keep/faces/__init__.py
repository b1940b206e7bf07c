"""Supervises faces, which are processes of the bot with tokens of their own."""
