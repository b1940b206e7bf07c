"""Writes a user's dice data as lines of the personal data file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from nazh.adapters.inbound.texts.dice.history_files import record_form
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, own_line, retention_text
from nazh.adapters.inbound.texts.json_values import Json
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.application.dice.ports.statistics import CountsSince
from nazh.application.dice.privacy.export_dice import ExportDice
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.saving.saved_collections import SavedCollection
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_ROLLS: Final = N_(
    "**Rolls**: what you typed and the result, when, on which server and in which "
    "channel, whether it was secret, and as which character. {rolls}"
)
_SAVED: Final = N_("**Saved rolls, numbers and characters**: until you forget them.")
_COUNTS: Final = N_(
    "**Counts** for statistics: how often each face came up. They stay when rolls are "
    "deleted, until you delete them."
)
_READ: Final = N_("I only read messages that you ask me to roll.")
_DELETED: Final = N_(
    "This deletes your rolls on all servers, your saved rolls, numbers and characters, and your "
    "counts."
)
_STAYS: Final = N_(
    "What everyone rolled on a server stays as counts without names, and the receipts of fair "
    "sessions keep a number that no longer stands for anyone."
)
_FAIR: Final = N_("**Fair sessions**: the number that stands for you in the receipts of each.")


def dice_own_data(export_dice: ExportDice) -> OwnData:
    """Return the statements about stored dice data, and its export."""

    async def export(user: UserId, older_than: int | None) -> AsyncIterator[OwnLine]:
        data = await export_dice(user, older_than)
        for line in (
            *collection_lines(data.saved),
            *map(number_line, data.numbers),
            *counts_lines(data.counts),
        ):
            yield OwnLine(line)
        async for entry in data.rolls:
            yield OwnLine(roll_line(entry.record), entry.sequence)

    return OwnData("dice", _kept, _deletion, export)


def _kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
    return (
        (10, translator(_ROLLS, rolls=retention_text(days, translator))),
        (20, translator(_SAVED)),
        (30, translator(_COUNTS)),
        (50, translator(_FAIR)),
        (90, translator(_READ)),
    )


def _deletion(translator: Translator) -> Iterable[tuple[int, str]]:
    return (10, translator(_DELETED)), (30, translator(_STAYS))


def roll_line(record: RollRecord) -> bytes:
    """Return a roll as a line of the personal data file."""
    return own_line({"kind": "roll", **record_form(record)})


def collection_lines(collection: SavedCollection) -> Iterator[bytes]:
    """Yield what a player has saved, one line each. Ids are strings, because they are long."""
    for name, text in collection.texts.items():
        yield own_line({"kind": "saved", "name": name, "text": text})
    for character in collection.characters:
        home = None if character.home_guild is None else str(character.home_guild)
        numbers: dict[str, Json] = dict(character.numbers)
        yield own_line(
            {"kind": "character", "name": character.name, "server": home, "numbers": numbers}
        )
    for guild, name in collection.active_characters.items():
        here = None if guild is None else str(guild)
        yield own_line({"kind": "played", "server": here, "character": name or None})


def number_line(own: ParticipantNumber) -> bytes:
    """Return a player's number in a fair session as a line of the personal data file."""
    return own_line(
        {
            "kind": "fair_number",
            "server": str(own.guild),
            "session": own.session,
            "number": own.number,
        }
    )


def counts_lines(counts: CountsSince) -> Iterator[bytes]:
    """Yield the counts as one line, or nothing if there are none."""
    if counts.counts:
        since = None if counts.since is None else counts.since.isoformat()
        counted: dict[str, Json] = {
            f"{key.what} {key.face}" if key.face else key.what: count
            for key, count in counts.counts.items()
        }
        yield own_line({"kind": "counts", "since": since, "counts": counted})
