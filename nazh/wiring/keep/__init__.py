"""Wires Keep."""
