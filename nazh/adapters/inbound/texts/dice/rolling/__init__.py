"""Writes the results, explanations and suggestions of rolls, for every channel."""
