"""Defines the refusals of Dominion, one class for each reason."""
