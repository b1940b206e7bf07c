"""Wires the dice."""
