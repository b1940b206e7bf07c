"""Use cases of citizens."""
