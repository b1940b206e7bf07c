"""Stores saved rolls in a database: one row per owner, holding one JSON document.

A collection is read and replaced as a whole (docs/adr/0020-saved-rolls-in-one-row.md). The
document is always serialised the same way, so a writer can name the document that it replaces.
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

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.domain.dice.saving.saved_collections import (
    EMPTY_COLLECTION,
    Character,
    Owner,
    OwnerKind,
    SavedCollection,
)
from nazh.domain.kernel.identity import GuildId

FORMAT_VERSION: Final = 1
"""The current format of a document; a change requires a reader of the old format."""
SAVED_ROLLS: Final = Table(
    "shelves",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("owner", BigInteger, primary_key=True),
    Column("document", Text),
)
"""The schema after the newest migration."""
_EVERYWHERE: Final = ""


class SqlSavedRollStore:
    """Satisfies ``SavedRollStore`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        """Return the collection of each of ``owners``."""
        condition = or_(false(), *(_is_owner(owner) for owner in owners))

        def query(connection: Connection) -> dict[Owner, str]:
            rows = connection.execute(select(SAVED_ROLLS).where(condition)).mappings()
            return {
                Owner(OwnerKind(str(row["kind"])), int(row["owner"])): str(row["document"])
                for row in rows
            }

        stored = await self._database.read(query)
        return dict.fromkeys(owners, EMPTY_COLLECTION) | {
            owner: parse_saved_rolls(document) for owner, document in stored.items()
        }

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced."""
        current = and_(_is_owner(owner), SAVED_ROLLS.c.document == serialize_saved_rolls(before))
        values = {
            "kind": owner.kind.value,
            "owner": owner.id,
            "document": serialize_saved_rolls(after),
        }
        # An empty collection has no row.
        statement = (
            insert(SAVED_ROLLS).values(values)
            if before == EMPTY_COLLECTION
            else delete(SAVED_ROLLS).where(current)
            if after == EMPTY_COLLECTION
            else update(SAVED_ROLLS).where(current).values(document=values["document"])
        )

        def change(connection: Connection) -> int:
            return connection.execute(statement).rowcount

        if before == after:
            return (await self.read([owner]))[owner] == before
        try:
            return await self._database.write(change) == 1
        except IntegrityError:
            # Another process has inserted the collection meanwhile.
            return False


def serialize_saved_rolls(collection: SavedCollection) -> str:
    """Return a collection as a document, which is the same for equal collections."""
    document = {
        "form": FORMAT_VERSION,
        "texts": collection.texts,
        "characters": [
            {"name": character.name, "home": character.home_guild, "numbers": character.numbers}
            for character in collection.characters
        ],
        "played": {
            _EVERYWHERE if server is None else str(server): name
            for server, name in collection.active_characters.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_saved_rolls(document: str) -> SavedCollection:
    """Return the collection in a document of ``serialize_saved_rolls``. Raises ``ValueError``."""
    document_fields = json.loads(document)
    if document_fields["form"] != FORMAT_VERSION:
        raise ValueError(
            f"a collection has form {document_fields['form']}, and {FORMAT_VERSION} is known"
        )
    return SavedCollection(
        texts=document_fields["texts"],
        characters=tuple(
            Character(character["name"], _guild_id(character["home"]), character["numbers"])
            for character in document_fields["characters"]
        ),
        active_characters={
            None if server == _EVERYWHERE else GuildId(int(server)): name
            for server, name in document_fields["played"].items()
        },
    )


def _guild_id(number: int | None) -> GuildId | None:
    return None if number is None else GuildId(number)


def _is_owner(owner: Owner) -> ColumnElement[bool]:
    return and_(SAVED_ROLLS.c.kind == owner.kind.value, SAVED_ROLLS.c.owner == owner.id)
