"""Serves the web client, which shows a channel in a browser."""
