"""Use cases of developers who operate the game, and of users who report to them."""
