"""Use cases of the military."""
