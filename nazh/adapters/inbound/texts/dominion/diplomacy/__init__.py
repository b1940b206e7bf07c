"""Writes the texts of treaties, embassies, messages and reputation."""
