"""The web client: a channel of this Discord in a browser, for people instead of tests."""
