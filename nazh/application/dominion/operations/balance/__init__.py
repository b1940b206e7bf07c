"""Use cases of developers who change the rules of the season."""
