"""Nazh, a Discord application for game nights."""
