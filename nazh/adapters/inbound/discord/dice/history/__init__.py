"""The command ``/history``."""
