"""The use cases of dice."""
