"""Use cases of battles."""
