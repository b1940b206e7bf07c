"""Finds the texts of settings, before they are parsed."""
