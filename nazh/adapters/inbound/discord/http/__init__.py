"""The bot over HTTP, to which Discord posts interactions."""
