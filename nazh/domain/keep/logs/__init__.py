"""Parses game logs, and derives events and player sessions from them."""
