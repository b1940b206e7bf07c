"""Shows the chat of game servers in channels of Discord."""
