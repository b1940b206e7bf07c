"""Ports and mechanisms that every context uses."""
