"""The chain of migrations of Keep."""
