"""Migrates databases with Alembic. ``versions`` is the core's chain, one file per step."""
