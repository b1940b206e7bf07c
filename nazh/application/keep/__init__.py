"""The use cases of Keep, and the ports they need."""
