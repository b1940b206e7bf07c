"""Dice on Discord: the command, its buttons and what they look like."""
