"""Use cases of alliances, pacts, embassies and reputation."""
