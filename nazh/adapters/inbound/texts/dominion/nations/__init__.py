"""Writes the texts of nations, their settings and their statistics."""
