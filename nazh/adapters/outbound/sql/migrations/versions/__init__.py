"""The steps, the oldest first. A step that was released is never changed.

Each new one needs a database of its revision in
tests/unit/adapters/outbound/sql/migrations/released.
"""
