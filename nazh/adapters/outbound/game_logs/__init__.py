"""Reads the logs of game servers."""
