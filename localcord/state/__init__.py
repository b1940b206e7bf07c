"""Stores the users, guilds, channels, messages and commands of the simulated Discord."""
