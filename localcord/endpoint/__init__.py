"""The endpoint: interactions signed and posted over HTTP, and faults of that way."""
