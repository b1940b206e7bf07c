"""Use cases of wars."""
