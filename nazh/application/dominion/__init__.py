"""Use cases of Dominion, and their ports."""
