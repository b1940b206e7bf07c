"""Use cases of the treasury."""
