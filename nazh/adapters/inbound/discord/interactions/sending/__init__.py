"""Sends responses, follow-ups and messages to Discord, within its limits."""
