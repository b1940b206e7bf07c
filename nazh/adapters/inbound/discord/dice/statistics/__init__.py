"""The command ``/stats``."""
