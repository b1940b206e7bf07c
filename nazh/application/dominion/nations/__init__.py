"""Use cases of nations."""
