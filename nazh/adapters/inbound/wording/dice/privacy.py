"""What is said about privacy: what is kept and for how long, and a player's own data as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import orjson

from nazh.adapters.inbound.wording.dice.history import record_form
from nazh.adapters.inbound.wording.dice.machine import Json
from nazh.adapters.inbound.wording.dice.server_settings import days_text
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.ports import OwnChange, OwnNumber, RollRecord
from nazh.application.dice.ports.statistics import Tallied
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import FOR_EVER
from nazh.domain.dice.shelves import Shelf
from nazh.domain.kernel.phrases import phrase, phrases

PRIVACY: Final = phrase("privacy")
SAVE_MY_DATA: Final = phrase("Save my data")
DELETE_MY_DATA: Final = phrase("Delete my data …")
DELETE_EVERYTHING: Final = phrase("Delete everything")
KEEP_IT: Final = phrase("Keep it")
NEXT_PART: Final = phrase("Next part")
_KEPT: Final = phrase("""**What I keep about you**
**Rolls**: what you typed and what fell, when, on which server and in which channel, secret or \
not, and as which character. {rolls}
**Saved rolls, numbers and characters**: until you forget them.
**Counts** for statistics: how often which face fell. They stay when rolls go, until you delete \
them.
**Changes** that you made in the settings of a server: the last {changes} of each server.
**Fair sessions**: which number stands for you in the receipts of each.
I read no messages but those that you have me roll. Your name is not kept, only your number at \
Discord.

Below you can save all of it as a file, or delete it.""")
_DAYS: Final = phrase("Kept for {days}.")
_FOR_EVER: Final = phrase("Kept until you delete them.")
_SURE: Final = phrase("""**Delete everything that I keep about you?**
Your rolls, on all servers, your saved rolls, numbers and characters, and your counts. What you \
changed in the settings of a server stays, and is by nobody; what everybody rolled there together \
stays as counts without names, and the receipts of fair sessions keep a number that is nobody's.
This cannot be undone. Messages that stand in channels are Discord's; delete those there.""")
_DELETED: Final = phrase("Everything that I kept about you is deleted.")
_KEPT_ALL: Final = phrase("Nothing was deleted.")
_SAVED: Final = phrases(
    "Everything that I keep about you, with {count} roll, one piece a line.",
    "Everything that I keep about you, with {count} rolls, one piece a line.",
)
_SAVED_PART: Final = phrases(
    "{count} further roll, one piece a line.", "{count} further rolls, one piece a line."
)
_MORE: Final = phrase("There are more rolls in the next part.")


def privacy_text(days: int, words: Words) -> str:
    """Return what is kept; rolls are, for so many days, where the one who asks is."""
    rolls = words(_FOR_EVER) if days == FOR_EVER else words(_DAYS, days=days_text(days, words))
    return words(_KEPT, rolls=rolls, changes=Limits.CHANGES_OF_SERVER)


def sure_text(words: Words) -> str:
    """Return the question before everything is deleted."""
    return words(_SURE)


def deleted_text(words: Words) -> str:
    """Return that everything was deleted."""
    return words(_DELETED)


def kept_text(words: Words) -> str:
    """Return that nothing was deleted."""
    return words(_KEPT_ALL)


def saved_text(rolls: int, words: Words, *, is_first: bool, has_more: bool) -> str:
    """Return what stands above a file of one's own data."""
    told = words.counted(_SAVED if is_first else _SAVED_PART, rolls)
    return f"{told} {words(_MORE)}" if has_more else told


def roll_line(record: RollRecord) -> bytes:
    """Return a roll as a line of one's own data."""
    return _line({"kind": "roll", **record_form(record)})


def shelf_lines(shelf: Shelf) -> Iterator[bytes]:
    """Yield what a player has saved, a line each. Ids are texts: they are long."""
    for name, text in shelf.texts.items():
        yield _line({"kind": "saved", "name": name, "text": text})
    for one in shelf.characters:
        home = None if one.home is None else str(one.home)
        numbers: dict[str, Json] = dict(one.numbers)
        yield _line({"kind": "character", "name": one.name, "server": home, "numbers": numbers})
    for server, name in shelf.played.items():
        here = None if server is None else str(server)
        yield _line({"kind": "played", "server": here, "character": name or None})


def change_line(own: OwnChange) -> bytes:
    """Return a change in the settings of a server as a line of one's own data."""
    change = own.change
    return _line(
        {
            "kind": "setting_change",
            "at": change.at.isoformat(),
            "server": str(own.server),
            "setting": change.setting.value,
            "before": change.before,
            "after": change.after,
        }
    )


def number_line(own: OwnNumber) -> bytes:
    """Return a player's number in a fair session as a line of one's own data."""
    return _line(
        {
            "kind": "fair_number",
            "server": str(own.server),
            "session": own.session,
            "number": own.number,
        }
    )


def counts_lines(counts: Tallied) -> Iterator[bytes]:
    """Yield what was counted, as one line; none where nothing was."""
    if counts.tally:
        since = None if counts.since is None else counts.since.isoformat()
        counted: dict[str, Json] = {
            f"{one.what} {one.face}" if one.face else one.what: count
            for one, count in counts.tally.items()
        }
        yield _line({"kind": "counts", "since": since, "counts": counted})


def _line(form: dict[str, Json]) -> bytes:
    return orjson.dumps(form, option=orjson.OPT_APPEND_NEWLINE)
