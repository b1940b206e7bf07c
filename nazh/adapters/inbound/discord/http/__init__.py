"""The bot over HTTP: Discord posts interactions to an endpoint and reads the response."""
