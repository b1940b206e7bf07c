"""Relays chat between game servers and Discord channels."""
