"""Provides programmable users, and what Discord's client does for them."""
