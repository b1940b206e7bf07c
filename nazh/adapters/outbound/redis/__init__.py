"""Shares short-lived state between processes in Redis, with local fallbacks."""
