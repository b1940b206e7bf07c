"""The texts of Dominion, for every channel."""
