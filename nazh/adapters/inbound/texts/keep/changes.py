"""Lists what managers have changed about game servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from nazh.adapters.inbound.texts.keep.roles import role_mention
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.servers.show_changes import ServerChange
from nazh.domain.kernel.graphemes import split_pages
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_

_TITLE: Final = N_("Latest changes")
_NONE: Final = N_("""## No changes yet
What managers change about game servers is listed here for a year.""")
_ENTRY: Final = N_("{what}\n-# {user}, {when}")
_NOBODY: Final = N_("somebody")
_WORDS: Final[Mapping[str, str]] = {
    "keep.server.added": N_("Added **{name}**, {after}"),
    "keep.server.removed": N_("Removed **{name}**, {before}"),
    "keep.password.changed": N_("Entered the password of **{name}**"),
    "keep.password.encrypted": N_("Re-encrypted the password of **{name}** with a new key"),
    "keep.access.given": N_("Granted access on **{name}**: {after}"),
    "keep.access.taken": N_("Revoked access on **{name}**: {before}"),
    "keep.bridge.linked": N_("Linked the chat of **{name}** with {after}"),
    "keep.bridge.paused": N_("Paused the bridge of **{name}**"),
    "keep.bridge.resumed": N_("Resumed the bridge of **{name}**"),
    "keep.user.muted": N_("Muted a user in the games"),
    "keep.user.unmuted": N_("Unmuted a user in the games"),
    "keep.bridge.unlinked": N_("Unlinked the chat of **{name}** from {before}"),
}
_RENAMED: Final = N_("Renamed **{before}** to **{after}**")
_MOVED: Final = N_("Moved **{name}** from {before} to {after}")
_EDITED: Final = N_("Entered the password of **{name}** in `/server edit`")
_ENTRIES_OF_PAGE: Final = 10


def changes_text(changes: Iterable[ServerChange], guild: GuildId, translator: Translator) -> Paged:
    """Return who changed what in a guild, the latest first."""
    lines = [_entry(change, guild, translator) for change in changes]
    parts = (lines[at : at + _ENTRIES_OF_PAGE] for at in range(0, len(lines), _ENTRIES_OF_PAGE))
    pages = tuple(page for part in parts for page in split_pages("\n".join(part)))
    title = translator(_TITLE) if pages else ""
    return Paged(title, pages or (translator(_NONE),), "\n".join(lines), "changes.txt")


def _entry(change: ServerChange, guild: GuildId, translator: Translator) -> str:
    return translator(
        _ENTRY,
        what=_what(change, guild, translator),
        user=translator(_NOBODY) if change.user is None else f"<@{change.user}>",
        when=f"<t:{int(change.at.timestamp())}:R>",
    )


def _what(change: ServerChange, guild: GuildId, translator: Translator) -> str:
    if change.action == "keep.server.changed":
        return _edited(change, guild, translator)
    words = _WORDS.get(change.action)
    if words is None:
        return change.action
    before, after = (_described(value, guild) for value in (change.before, change.after))
    return translator(words, name=change.target, before=before, after=after)


def _edited(change: ServerChange, guild: GuildId, translator: Translator) -> str:
    """Return what was changed about a game server: its name, its address, or its password."""
    details = [value or {} for value in (change.before, change.after)]
    name, new_name = (str(value.get("name", change.target)) for value in details)
    before, after = (_described(value, guild) for value in details)
    changes = []
    if name != new_name:
        changes.append(translator(_RENAMED, before=name, after=new_name))
    if before != after:
        changes.append(translator(_MOVED, name=new_name, before=before, after=after))
    return "\n".join(changes) or translator(_EDITED, name=new_name)


def _described(details: Mapping[str, str | int | None] | None, guild: GuildId) -> str:
    """Return a role with its level, a channel, or an address."""
    match details:
        case {"role": role, "level": level}:
            return f"{role_mention(int(role or 0), guild)} {level}"
        case {"channel": channel}:
            return f"<#{channel}>"
        case {"host": host, "port": port}:
            return f"`{host}:{port}`"
        case _:
            return "–"
