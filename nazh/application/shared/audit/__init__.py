"""Records changes to guilds and to the whole platform, in a chain that can be verified."""
