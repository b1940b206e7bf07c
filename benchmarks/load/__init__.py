"""Load-tests the bot's real processes with open-loop traffic."""
