"""Ports that every context asks for."""
