"""The shelves of saved rolls in a database: one row for each shelf, as one document.

A shelf is read and changed as a whole, so it is kept as a whole (docs/adr/0020-shelves.md). The
document is always written the same way: who changes a row names the document that it replaces.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    Text,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.database import Database
from nazh.domain.dice.shelves import EMPTY, Character, Owner, OwnerKind, Shelf
from nazh.domain.kernel.identity import ServerId

FORM: Final = 1
"""The form of a document that is written today; whoever changes it keeps a reader of the old."""
SHELVES: Final = Table(
    "shelves",
    MetaData(),
    Column("kind", Text, primary_key=True),
    Column("owner", BigInteger, primary_key=True),
    Column("document", Text),
)
"""As the newest migration leaves it."""
_EVERYWHERE: Final = ""


class SqlShelves:
    """Keeps shelves in one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, Shelf]:
        """Return the shelf of each of ``owners``."""
        sought = or_(false(), *(_of(owner) for owner in owners))

        def look(connection: Connection) -> dict[Owner, str]:
            rows = connection.execute(select(SHELVES).where(sought)).mappings()
            return {
                Owner(OwnerKind(str(row["kind"])), int(row["owner"])): str(row["document"])
                for row in rows
            }

        found = await self._database.read(look)
        return {owner: read_shelf(found[owner]) if owner in found else EMPTY for owner in owners}

    async def replace(self, owner: Owner, before: Shelf, after: Shelf) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        there = and_(_of(owner), SHELVES.c.document == written_shelf(before))
        values = {
            "kind": owner.kind.value,
            "owner": owner.id,
            "document": written_shelf(after),
        }
        # Who has saved nothing has no row.
        statement = (
            insert(SHELVES).values(values)
            if before == EMPTY
            else delete(SHELVES).where(there)
            if after == EMPTY
            else update(SHELVES).where(there).values(document=values["document"])
        )

        def change(connection: Connection) -> int:
            return connection.execute(statement).rowcount

        if before == after:
            return (await self.read([owner]))[owner] == before
        try:
            return await self._database.write(change) == 1
        except IntegrityError:
            # Somebody else has put up the shelf meanwhile.
            return False


def written_shelf(shelf: Shelf) -> str:
    """Return ``shelf`` as a document: the same shelf, the same document."""
    document = {
        "form": FORM,
        "texts": shelf.texts,
        "characters": [
            {"name": one.name, "home": one.home, "numbers": one.numbers} for one in shelf.characters
        ],
        "played": {
            _EVERYWHERE if server is None else str(server): name
            for server, name in shelf.played.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_shelf(document: str) -> Shelf:
    """Return the shelf in a document that ``written_shelf`` wrote. Raises ``ValueError``."""
    told = json.loads(document)
    if told["form"] != FORM:
        raise ValueError(f"a shelf has form {told['form']}, and {FORM} is known")
    return Shelf(
        texts=told["texts"],
        characters=tuple(
            Character(one["name"], _server(one["home"]), one["numbers"])
            for one in told["characters"]
        ),
        played={
            None if server == _EVERYWHERE else ServerId(int(server)): name
            for server, name in told["played"].items()
        },
    )


def _server(told: int | None) -> ServerId | None:
    return None if told is None else ServerId(told)


def _of(owner: Owner) -> ColumnElement[bool]:
    return and_(SHELVES.c.kind == owner.kind.value, SHELVES.c.owner == owner.id)
