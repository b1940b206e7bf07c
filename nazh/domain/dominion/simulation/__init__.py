"""Plays seasons with simple policies, to judge the balance of a ruleset."""
