"""The texts of Keep, for every channel."""
