"""Recomputes the keys of names, by which more letters look alike."""

import sqlalchemy as sa
from alembic import op

from nazh.domain.dominion.names.names import name_key

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NATIONS = sa.table("dominion_nations", sa.column("id"), sa.column("name"), sa.column("name_key"))


def upgrade() -> None:
    """Compute the keys. Of nations with the same one, the first keeps it."""
    connection = op.get_bind()
    query = sa.select(_NATIONS.c.id, _NATIONS.c.name).order_by(_NATIONS.c.id)
    keys: dict[str, int] = {}
    for nation, name in connection.execute(query).all():
        key = name_key(name)
        keys[f"{key}#{nation}" if key in keys else key] = nation
    # Through keys that no nation has, because two nations may swap theirs.
    for prefix in ("#", ""):
        values = [{"nation": nation, "key": prefix + key} for key, nation in keys.items()]
        if values:
            row = sa.update(_NATIONS).where(_NATIONS.c.id == sa.bindparam("nation"))
            connection.execute(row.values(name_key=sa.bindparam("key")), values)
