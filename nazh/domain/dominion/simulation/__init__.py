"""Plays seasons with simple strategies, to judge the balance of a ruleset."""
