"""Somebody calls us: Discord, the operator, a browser, a terminal."""
