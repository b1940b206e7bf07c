"""Adapters: where words and bytes meet the world outside."""
