"""Wires the dice context."""
