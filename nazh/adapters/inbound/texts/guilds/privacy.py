"""Words what is kept about users and for how long, and the lines of a file of one's own data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from nazh.adapters.inbound.texts.guilds.guild_settings import days_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.guilds.ports import GuildRecords, UserSettingChange
from nazh.domain.guilds.guild_settings import KEEP_FOREVER
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_, N_plural

PRIVACY: Final = N_("privacy")
SAVE_MY_DATA: Final = N_("Save my data")
DELETE_MY_DATA: Final = N_("Delete my data …")
DELETE_EVERYTHING: Final = N_("Delete everything")
KEEP_IT: Final = N_("Cancel")
NEXT_PART: Final = N_("Next part")
_TITLE: Final = N_("**What I keep about you**")
_CHANGES: Final = N_(
    "**Changes** you made to the settings of a server: the last {changes} of each server."
)
_BELOW: Final = N_("""I only read messages that you ask me to roll. I don't keep your name, only \
your Discord user ID.

Below you can save all of it as a file, or delete it.""")
_DAYS: Final = N_("Kept for {days}.")
_FOR_EVER: Final = N_("Kept until you delete them.")
_SURE: Final = N_("""**Delete everything I keep about you?**
This deletes your rolls on all servers, your saved rolls, numbers and characters, and your \
counts. Your changes to the settings of a server stay, but no longer name you. What everyone \
rolled on a server stays as counts without names, and the receipts of fair sessions keep a \
number that no longer stands for anyone.
This cannot be undone. Messages in channels belong to Discord; delete those there.""")
_DELETED: Final = N_("Everything I kept about you has been deleted.")
_KEPT_ALL: Final = N_("Nothing was deleted.")
_SAVED: Final = N_plural(
    "Everything I keep about you, with {count} roll, one record per line.",
    "Everything I keep about you, with {count} rolls, one record per line.",
)
_SAVED_PART: Final = N_plural(
    "{count} more roll, one record per line.", "{count} more rolls, one record per line."
)
_MORE: Final = N_("There are more rolls in the next part.")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of a file of one's own data.

    ``position`` is from where a later file can go on; ``None`` is for lines that are in the first
    file only.
    """

    line: bytes
    position: int | None = None


@dataclass(frozen=True, slots=True)
class OwnData:
    """What a context says and hands out about what it keeps of users.

    ``kept`` returns paragraphs of ``/privacy`` with their places in the order of all paragraphs,
    where rolls are kept for so many days. ``export`` yields everything that is kept of a user, or
    what comes after a position.
    """

    context: str
    kept: Callable[[int, Translator], Iterable[tuple[int, str]]]
    export: Callable[[UserId, int | None], AsyncIterator[OwnLine]]


def guild_own_data(records: GuildRecords) -> OwnData:
    """Return what is said and handed out of changes in the settings of guilds."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((40, translator(_CHANGES, changes=GuildLimits.SETTING_CHANGES)),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        for own in await records.changes_by(user):
            yield OwnLine(change_line(own))

    return OwnData("guilds", kept, export)


def privacy_text(own_data: Sequence[OwnData], days: int, translator: Translator) -> str:
    """Return what is kept; rolls are, for so many days, where the user is."""
    kept = sorted(line for one in own_data for line in one.kept(days, translator))
    return "\n".join((translator(_TITLE), *(text for _, text in kept), translator(_BELOW)))


def retention_text(days: int, translator: Translator) -> str:
    """Return for how long rolls are kept, as a sentence."""
    if days == KEEP_FOREVER:
        return translator(_FOR_EVER)
    return translator(_DAYS, days=days_text(days, translator))


def sure_text(translator: Translator) -> str:
    """Return the question before everything is deleted."""
    return translator(_SURE)


def deleted_text(translator: Translator) -> str:
    """Return that everything was deleted."""
    return translator(_DELETED)


def kept_text(translator: Translator) -> str:
    """Return that nothing was deleted."""
    return translator(_KEPT_ALL)


def saved_text(rolls: int, translator: Translator, *, is_first: bool, has_more: bool) -> str:
    """Return what stands above a file of one's own data."""
    told = translator.counted(_SAVED if is_first else _SAVED_PART, rolls)
    return f"{told} {translator(_MORE)}" if has_more else told


def change_line(own: UserSettingChange) -> bytes:
    """Return a change in the settings of a server as a line of one's own data."""
    change = own.change
    return own_line(
        {
            "kind": "setting_change",
            "at": change.at.isoformat(),
            "server": str(own.guild),
            "setting": change.setting,
            "before": change.before,
            "after": change.after,
        }
    )


def own_line(form: Mapping[str, object]) -> bytes:
    """Return a record as a line of one's own data."""
    return orjson.dumps(dict(form), option=orjson.OPT_APPEND_NEWLINE)
