"""Use cases of the roll history."""
