"""Stores records in SQLite or PostgreSQL, with SQLAlchemy and Alembic (docs/stores.md).

Statements are written once, as functions of a SQLAlchemy ``Connection``; a ``Database`` runs them:
for SQLite on a separate thread, for PostgreSQL on the event loop. Every wait has a timeout.
"""
