"""Sends messages to channels and users that must not be lost."""
