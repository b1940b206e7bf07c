"""Dice in a terminal: roll, explain, and answer line by line."""
