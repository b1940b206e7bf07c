"""The commands ``/save``, ``/saved``, ``/forget`` and ``/character``."""
