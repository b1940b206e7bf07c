"""The refusals of Dominion: one class per reason."""
