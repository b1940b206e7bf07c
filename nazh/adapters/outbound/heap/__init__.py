"""The process's own memory, as the C library keeps it."""
