"""Fuzzes the notation by the million, and tests the dice for bias."""
