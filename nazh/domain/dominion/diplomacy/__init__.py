"""Alliances, pacts and embassies between nations."""
