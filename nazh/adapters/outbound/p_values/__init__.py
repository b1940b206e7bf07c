"""Calculates p-values with mpmath."""
