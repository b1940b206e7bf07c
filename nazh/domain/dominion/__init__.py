"""The rules of Dominion, a strategy game between Discord servers."""
