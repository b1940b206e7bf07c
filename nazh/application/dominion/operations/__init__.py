"""Use cases of developers who operate the game, and of users who send them reports."""
