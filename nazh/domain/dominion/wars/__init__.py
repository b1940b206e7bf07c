"""Declares, advances and ends wars."""
