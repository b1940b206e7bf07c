"""The migrations of Dominion's tables."""
