"""The jobs channel, in which timers start work."""
