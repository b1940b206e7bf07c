"""Writes the texts of fair rolls, and of the verification of their receipts."""
