"""Storage in SQLite or PostgreSQL, by SQLAlchemy and Alembic (docs/stores.md).

Statements are written once, as functions of a SQLAlchemy ``Connection``; a ``Database`` runs them:
for SQLite on a thread of its own, for PostgreSQL on the event loop. Nothing here waits for ever.
"""
