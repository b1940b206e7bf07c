"""Reads rulesets of Dominion from TOML files."""
