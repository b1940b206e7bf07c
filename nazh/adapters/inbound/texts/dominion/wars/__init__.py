"""Writes the texts of wars, battles and peace."""
