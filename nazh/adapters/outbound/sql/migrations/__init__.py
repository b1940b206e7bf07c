"""The core's migrations, one file per step, which Alembic runs in order."""
