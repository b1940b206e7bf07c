"""Holds what Discord stores: users, guilds, channels, messages, commands."""
