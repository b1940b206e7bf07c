"""Adds the keys by which lists sort the names of nations."""

import sqlalchemy as sa
from alembic import op

from nazh.domain.dominion.names.names import sort_key

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_NATIONS = sa.table("dominion_nations", sa.column("id"), sa.column("name"), sa.column("sort_key"))
# Compared by code points, as SQLite does.
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Compute the keys of the existing nations."""
    op.add_column(
        "dominion_nations", sa.Column("sort_key", _KEY, nullable=False, server_default="")
    )
    connection = op.get_bind()
    nations = connection.execute(sa.select(_NATIONS.c.id, _NATIONS.c.name)).all()
    if nations:
        row = sa.update(_NATIONS).where(_NATIONS.c.id == sa.bindparam("nation"))
        connection.execute(
            row.values(sort_key=sa.bindparam("key")),
            [{"nation": nation, "key": sort_key(name)} for nation, name in nations],
        )
    op.create_index("dominion_nations_sorted", "dominion_nations", ["sort_key"])
