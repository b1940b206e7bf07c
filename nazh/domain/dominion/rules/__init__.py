"""Defines the values of a ruleset, with their units and ranges."""
