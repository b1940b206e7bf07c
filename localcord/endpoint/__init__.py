"""Signs interactions and posts them over HTTP, with injected faults."""
