"""Defines saved rolls and the collections that hold them."""
