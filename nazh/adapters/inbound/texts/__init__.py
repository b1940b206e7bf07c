"""User-facing texts, shared by every channel."""
