"""Nazh: a Discord engine for game nights."""
