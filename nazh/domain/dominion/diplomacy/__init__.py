"""Forms and ends alliances, pacts and embassies between nations."""
