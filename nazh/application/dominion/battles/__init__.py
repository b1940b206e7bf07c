"""Use cases of battles that were fought."""
