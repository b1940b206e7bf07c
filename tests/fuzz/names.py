"""Feeds hostile names and texts of players to Dominion's messages (``script/fuzz names``)."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from secrets import randbits
from typing import Final

from nazh.adapters.inbound.texts.dominion.nations import nations as texts
from nazh.adapters.inbound.texts.dominion.nations.statistics import timeline_text
from nazh.adapters.inbound.texts.dominion.notices.notices import compose_notices
from nazh.adapters.inbound.texts.dominion.operations.status import status_text
from nazh.adapters.inbound.texts.dominion.rankings import board_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.nations.register_nation import NationFounded
from nazh.application.dominion.notices.payloads import notice_payload
from nazh.application.dominion.ports import (
    BoardPage,
    NationNotice,
    Ranked,
    TimelineEntry,
    TimelineEvent,
)
from nazh.domain.dominion.diplomacy.messages import LONGEST_TITLE
from nazh.domain.dominion.errors.general import InvalidNationName, NameTaken
from nazh.domain.dominion.government.announcements import MAX_CHARACTERS, read_words
from nazh.domain.dominion.names.names import name_key, parse_name
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.operations.controls import Controls, Mode, ModeSetting
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.kernel.identity import GuildId

INPUTS: Final = 100_000
_LONGEST: Final = 100
_EXAMPLE: Final = "Xyz"
"""A name that no message has parts of."""
_LATER: Final = datetime(2026, 1, 3, tzinfo=UTC) + timedelta(hours=1)
_PARTS: Final = (
    *("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "</nation info:4>", "<t:0>", "<:a:5>"),
    *("**", "__", "~~", "||", "`", "```", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "[a](https://b)"),
    *("https://x.y", "discord.gg/x", "www.x.y", "\n", "\r\n", "\0", "\x1b[31m", "\\", "\ud800"),
    *("\u200b", "\u2060", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u034f", "\u3164", "\uffa0"),
    *("\ufe0f", "\u180b", "\U000e0041", "\U000e0100", "\u0335", "\u0300", "\u20e3", "\u2028"),
    *("a", "A", "ab", " ", "\u0430", "é", "ß", "İ", "中", "ก็", "1", "０", "½", "ﷺ", "Ⅻ", "🏰"),
    *("'", "’", "-", ".", "_", "'; DROP TABLE dominion_nations; --", "%", "{name}", "{0}", "%s"),
)
_SPECIAL: Final = re.compile(r"[@<>*_`~|\\\[\]()#:/\x00-\x1f]")
_MARKUP: Final = re.compile(r"[<>*_`~|\[\]]|@(?!\u2060)")
_ESCAPED: Final = re.compile(r"\\([\\<>*_`~|\[\]])")
_ISOLATES: Final = re.compile("[\u2068\u2069]")
"""The invisible characters around a name that reads from right to left."""
_URL: Final = re.compile(r"https?:|discord\.gg/|://", re.IGNORECASE)


def hostile_names(random: Random) -> Iterator[str]:
    """Yield names without end, with parts that break messages and with any characters."""
    while True:
        length = random.choice((1, 2, 3, 4, 6, 12))
        if random.randrange(3):
            yield "".join(random.choices(_PARTS, k=length))
        else:
            yield "".join(chr(random.choice(_RANGES)(random)) for _ in range(3 * length))


_RANGES: Final = (
    lambda random: random.randrange(0x20, 0x7F),
    lambda random: random.randrange(0x250),
    lambda random: random.randrange(0x300, 0x370),
    lambda random: random.randrange(0x10000),
    lambda random: random.randrange(0x110000),
)


def fault(name: str) -> str | None:
    """Return what is wrong with how a name is treated, or ``None``. Raises what is a bug."""
    name_key(name)
    try:
        parsed = parse_name(name[:_LONGEST])
    except InvalidNationName as refusal:
        return None if refusal.sentence else "the refusal says nothing"
    text = parsed.text
    if _SPECIAL.search(text) or _URL.search(text):
        return "it pings, links or breaks the markup"
    if any(unicodedata.category(sign) in ("Cf", "Cc", "Cs", "Co", "Cn", "Zl") for sign in text):
        return "it has characters that nobody sees"
    if parse_name(text) != parsed:
        return "it becomes another name when it is parsed again"
    if not parsed.key:
        return "it looks like nothing"
    return _broken_message(text)


def _broken_message(name: str) -> str | None:
    """Return which message is not the same as with another name, apart from the name."""
    for message in (_founded, _board, _taken):
        if message(name) != message(_EXAMPLE).replace(_EXAMPLE, name):
            return f"it changes the message of {message.__name__}"
        if any(re.match(r"[0-9]+\. |[-+] |#{1,3} |>", line) for line in _lines_with(message, name)):
            return f"it begins a list, a heading or a quotation in {message.__name__}"
    return None


def _lines_with(message: object, name: str) -> Iterator[str]:
    assert callable(message)
    return (line for line in str(message(name)).splitlines() if line.startswith(name))


def _founded(name: str) -> str:
    return texts.founded_text(NationFounded(name, 1_000, 100, _LATER), ENGLISH)


def _board(name: str) -> str:
    page = BoardPage(_LATER, (Ranked(1, name, 9, GuildId(1)),), 1)
    text = board_text(Board.POWER, None, page, None, ENGLISH)
    return re.sub(r" +", " ", _ISOLATES.sub("", text))


def _taken(name: str) -> str:
    return NameTaken(name).sentence


def text_fault(text: str) -> str | None:
    """Return which message a text of a player breaks, formats or misses, or ``None``."""
    for message, longest in _TEXTS.items():
        words = read_words(text, longest)
        if words is None:
            continue
        before, behind = message(_EXAMPLE).split(_EXAMPLE)
        rendered = message(words)
        if not (rendered.startswith(before) and rendered.endswith(behind)):
            return f"it changes the message of {message.__name__}"
        rendered_words = rendered[len(before) : len(rendered) - len(behind)]
        if _MARKUP.search(_ESCAPED.sub("", rendered_words)):
            return f"it pings, links or formats in {message.__name__}"
        if _ESCAPED.sub(r"\1", rendered_words).replace("@\u2060", "@") != words:
            return f"it is not what is read in {message.__name__}"
    return None


def _announcement(text: str) -> str:
    return _notice(NoticeKind.ANNOUNCEMENT, text=text)


def _message_text(text: str) -> str:
    return _notice(NoticeKind.MESSAGE, nation="Borealis", title="Greetings", text=text)


def _message_title(title: str) -> str:
    return _notice(NoticeKind.MESSAGE, nation="Borealis", title=title, text="Let us talk.")


def _chat(text: str) -> str:
    return _notice(NoticeKind.ALLIANCE_CHAT, nation="Borealis", text=text)


def _notice(kind: NoticeKind, **facts: str) -> str:
    payload = notice_payload(NationNotice("Aurelia", _LATER, kind, facts))
    return compose_notices([payload], ENGLISH)


def _public_title(title: str) -> str:
    entry = TimelineEntry(_LATER, TimelineEvent.MESSAGE_SENT, "Borealis", title)
    return timeline_text("Aurelia", (entry,), 1, ENGLISH)


def _reason(reason: str) -> str:
    return status_text(
        Controls(mode_setting=ModeSetting(Mode.STOPPED, _LATER, reason)), None, ENGLISH
    )


_TEXTS: Final = {
    _announcement: MAX_CHARACTERS // 2,  # what is cut does not fit into a message once escaped
    _message_text: 120,
    _message_title: LONGEST_TITLE // 2,
    _chat: 120,
    _public_title: LONGEST_TITLE // 2,
    _reason: MAX_CHARACTERS,
}


def run(seed: int, inputs: int) -> tuple[Counter[str], dict[str, str]]:
    """Return how many names were taken and refused, and an example of each fault."""
    outcomes: Counter[str] = Counter()
    faults: dict[str, str] = {}
    for name, _ in zip(hostile_names(Random(seed)), range(inputs), strict=False):
        problem = None
        try:
            problem = text_fault(name) or fault(name)
            parse_name(name[:_LONGEST])
        except InvalidNationName:
            outcomes["refused"] += 1
        except Exception as error:  # noqa: BLE001  # any other error is a fault
            problem = f"{type(error).__name__}: {error}"
        else:
            outcomes["taken"] += 1
        if problem is not None:
            faults.setdefault(problem, name)
    return outcomes, faults


def main(arguments: Sequence[str]) -> int:
    """Fuzz as requested; return 0 without findings, else 1."""
    parser = argparse.ArgumentParser(prog="script/fuzz names", description=__doc__)
    parser.add_argument("--inputs", type=int, default=INPUTS, help="how many names (%(default)s)")
    parser.add_argument("--seed", type=int, help="repeat a run with the same names")
    options = parser.parse_args(arguments)
    seed = randbits(32) if options.seed is None else options.seed
    outcomes, faults = run(seed, options.inputs)
    sys.stdout.write(
        f"seed {seed}: {outcomes['taken']:,} names taken, {outcomes['refused']:,} refused\n"
    )
    for description, name in faults.items():
        sys.stdout.write(f"  {description}: {name!a}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
