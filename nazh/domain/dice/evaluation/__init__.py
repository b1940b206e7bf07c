"""Evaluates the dice of a roll, from single faces to the value of a whole expression."""
