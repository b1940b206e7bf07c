"""Wires Dominion."""
