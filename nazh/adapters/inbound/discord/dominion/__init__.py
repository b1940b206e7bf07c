"""The commands of Dominion on Discord."""
