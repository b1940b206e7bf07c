"""Use cases of verifiable fair rolls."""
