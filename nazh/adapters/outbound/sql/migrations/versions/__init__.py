"""The steps, the oldest first. A step that was released is never changed.

Whoever adds one adds a database of its time to tests/unit/adapters/outbound/sql/released.
"""
