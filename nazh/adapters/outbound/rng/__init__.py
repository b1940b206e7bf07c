"""Entropy: where chance comes from."""
