"""Defines the values of settings, and parses them from text."""
