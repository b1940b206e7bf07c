"""The words that people read, shared by every channel."""
