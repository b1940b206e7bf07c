"""Calculates with exact ways and chances, within a limited number of steps."""
