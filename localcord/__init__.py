"""A Discord on loopback: gateway, REST and programmable users for testing any bot."""
