"""Guild settings and membership in the memory of the process."""
