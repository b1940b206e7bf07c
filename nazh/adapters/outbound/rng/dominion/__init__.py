"""Draws the secrets of battles for simulations."""
