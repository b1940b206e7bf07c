"""Shows the players of game servers and their sessions."""
