"""Defines the profiles of the supported kinds of game servers."""
