"""Serves pages of the dice over HTTP."""
