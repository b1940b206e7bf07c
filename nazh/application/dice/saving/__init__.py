"""Use cases of saved rolls and characters."""
