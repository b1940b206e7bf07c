"""Consoles of game servers: commands, replies, errors, and the states of a session."""
