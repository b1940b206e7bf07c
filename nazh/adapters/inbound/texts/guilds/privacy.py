"""Describes what is stored about users and for how long, and writes the personal data file."""

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
_SETTING_CHANGES_STAY: Final = N_(
    "Your changes to the settings of a server stay, but no longer name you."
)
_BELOW: Final = N_("""I don't keep your name, only your Discord user ID.

Below you can save all of it as a file, or delete it.""")
_DAYS: Final = N_("Kept for {days}.")
_FOR_EVER: Final = N_("Kept until you delete them.")
_SURE: Final = N_("**Delete everything I keep about you?**")
_FINAL: Final = N_(
    "This cannot be undone. Messages in channels belong to Discord; delete those there."
)
_DELETED: Final = N_("Everything I kept about you has been deleted.")
_KEPT_ALL: Final = N_("Nothing was deleted.")
_SAVED: Final = N_plural(
    "Everything I keep about you: {count} record, one per line.",
    "Everything I keep about you: {count} records, one per line.",
)
_SAVED_PART: Final = N_plural(
    "{count} more record, one per line.", "{count} more records, one per line."
)
_MORE: Final = N_("There is more in the next part.")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of a user's personal data file.

    A later file can continue after ``position``; it is ``None`` for lines that are in the first
    file only.
    """

    line: bytes
    position: int | None = None


@dataclass(frozen=True, slots=True)
class OwnData:
    """A context's statements and export of personal data.

    ``kept`` returns paragraphs of ``/privacy``, each with its order among all paragraphs, given how
    many days rolls are kept. ``deletion`` returns sentences about what is deleted and what stays,
    also with their order. ``export`` yields everything that is stored about a user, or only what
    comes after a position.
    """

    context: str
    kept: Callable[[int, Translator], Iterable[tuple[int, str]]]
    deletion: Callable[[Translator], Iterable[tuple[int, str]]]
    export: Callable[[UserId, int | None], AsyncIterator[OwnLine]]


def guild_own_data(records: GuildRecords) -> OwnData:
    """Return the statements and export about changes of guild settings."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((40, translator(_CHANGES, changes=GuildLimits.SETTING_CHANGES)),)

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((20, translator(_SETTING_CHANGES_STAY)),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        for own in await records.changes_by(user):
            yield OwnLine(change_line(own))

    return OwnData("guilds", kept, deletion, export)


def privacy_text(own_data: Sequence[OwnData], days: int, translator: Translator) -> str:
    """Return what is stored, given how many days rolls are kept where the user is."""
    kept = sorted(line for context_data in own_data for line in context_data.kept(days, translator))
    return "\n".join((translator(_TITLE), *(text for _, text in kept), translator(_BELOW)))


def retention_text(days: int, translator: Translator) -> str:
    """Return how long rolls are kept, as a sentence."""
    if days == KEEP_FOREVER:
        return translator(_FOR_EVER)
    return translator(_DAYS, days=days_text(days, translator))


def sure_text(own_data: Sequence[OwnData], translator: Translator) -> str:
    """Return the question before everything is deleted."""
    sentences = sorted(
        sentence for context_data in own_data for sentence in context_data.deletion(translator)
    )
    deletion = " ".join(text for _, text in sentences)
    return "\n".join((translator(_SURE), deletion, translator(_FINAL)))


def deleted_text(translator: Translator) -> str:
    """Return that everything was deleted."""
    return translator(_DELETED)


def kept_text(translator: Translator) -> str:
    """Return that nothing was deleted."""
    return translator(_KEPT_ALL)


def saved_text(records: int, translator: Translator, *, is_first: bool, has_more: bool) -> str:
    """Return the message above a personal data file."""
    phrase = translator.counted(_SAVED if is_first else _SAVED_PART, records)
    return f"{phrase} {translator(_MORE)}" if has_more else phrase


def change_line(own: UserSettingChange) -> bytes:
    """Return a change of a guild's settings as a line of the personal data file."""
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
    """Return a record as a line of the personal data file."""
    return orjson.dumps(dict(form), option=orjson.OPT_APPEND_NEWLINE)
