"""What Keep knows about each kind of game server."""
