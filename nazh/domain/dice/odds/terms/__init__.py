"""Calculates the probability law of a dice term: its dice, their modifiers, and what is kept."""
