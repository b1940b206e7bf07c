"""The jobs channel, in which timers trigger work."""
