"""Reads the lines of game logs, and derives events and sessions of players from them."""
