"""Writes what notices tell nations."""
