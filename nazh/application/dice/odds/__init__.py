"""Use cases of odds."""
