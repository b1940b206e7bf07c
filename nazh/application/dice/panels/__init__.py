"""Use cases of panels."""
