"""Simulates seasons with simple policies, to evaluate the balance of a ruleset."""
