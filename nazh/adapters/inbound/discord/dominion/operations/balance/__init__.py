"""The command ``/dominion-admin balance``."""
