"""The command ``/fair``, for rolls that anyone can verify."""
