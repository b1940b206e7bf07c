"""Writes the proof of a roll, and the replies of /fair."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.fair.add_words import AddedWords
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES
from nazh.application.dice.ports import FairSessionRecord
from nazh.domain.dice.records import SHORT, Proof
from nazh.domain.kernel.texts import N_, N_plural

FAIR: Final = N_("fair")
OPEN: Final = N_("open")
ADD: Final = N_("add")
STATUS: Final = N_("status")
RECEIPTS: Final = N_("receipts")
CLOSE: Final = N_("close")
WORDS: Final = N_("words")
_PROOF: Final = N_("Proof")
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"fair": FAIR, "open": OPEN, "add": ADD, "receipts": RECEIPTS, "close": CLOSE}
)
"""Command names for the placeholders in the texts."""
_OPENED: Final = N_("""**A fair session is open**
From now on, every public roll on this server can be proven, and shows its number in a chain \
of receipts. Secret rolls are not part of it. Anyone here can get the receipts, which include \
the public rolls of all channels.
Session `{session}`
Commitment `{commitment}`
The commitment binds me to a secret that `/{fair} {close}` reveals. Anyone can add words of \
their own with `/{fair} {add}`, so that not even I could have chosen the dice in advance.""")
_ADDED: Final = N_("""<@{who}> is player {player} of this fair session and added words that all \
later dice depend on. Their digest:
`{digest}`""")
_KEEP_WORDS: Final = N_("""Your words count in every roll from now on. You are player \
**{player}** of this session.
Keep the words exactly as you typed them. The receipts contain only their SHA-256:
`{digest}`""")
_IS_OPEN: Final = N_("**Fair session, open since {when}**")
_WAS_CLOSED: Final = N_("**Fair session, closed {when}**")
_SESSION: Final = N_("""Session `{session}`
Commitment `{commitment}`""")
_THROWS: Final = N_plural("{count} roll on record", "{count} rolls on record")
_PLAYERS: Final = N_plural("{count} player", "{count} players")
_LAST: Final = N_("Last receipt: {proof}")
_TAKES_NO_MORE: Final = N_(
    "This session is full: rolls from now on are not proven. Close it with `/{fair} "
    "{close}`, then open another."
)
_TOLD_SO_FAR: Final = N_plural(
    "The receipt of the open fair session so far.",
    "The {count} receipts of the open fair session so far, one per line.",
)
_TOLD_ALL: Final = N_plural(
    "The receipt of the last fair session.",
    "All {count} receipts of the last fair session, one per line.",
)
_CHECK: Final = N_(
    "Anyone can verify the file without me: with `nazh verify {file}`, or in a browser "
    "with the page `verify.html` that comes with Nazh."
)
_CHECK_HERE: Final = N_(
    "[Verify the file in your browser]({page}), with the commitment that you saw when the session "
    "was opened. That page is mine; if you do not trust whoever runs me, use `nazh verify {file}` "
    "or a copy of `verify.html` from elsewhere."
)
_CLOSED: Final = N_("""**The fair session is closed**
Session `{session}`
Commitment `{commitment}`
The secret was `{secret}`
Every face follows from it, from the added words and from the number of the roll. The file has \
all receipts.""")
_DETAIL: Final = N_("""Proof {n}, full digest:
`{digest}`""")
_SHOWN: Final = re.compile(rf"([0-9]{{1,9}}) · ([0-9a-f]{{{SHORT}}})", re.ASCII)


def proof_line(proof: Proof, translator: Translator) -> str:
    """Return the proof below a roll, with its position in the chain and its short digest."""
    return f"{translator(_PROOF)} {proof.n} · {proof.short}"


def read_proof_line(line: str) -> tuple[int, str] | None:
    """Return position and short digest from a line of ``proof_line`` in any language."""
    match = _SHOWN.search(line)
    return None if match is None else (int(match[1]), match[2])


def digest_text(n: int, digest: str, translator: Translator) -> str:
    """Return the full digest of a roll's receipt."""
    return translator(_DETAIL, n=str(n), digest=digest)


def opened_text(session: FairSessionRecord, translator: Translator) -> str:
    """Return the public message that a session was opened."""
    return translator(
        _OPENED, session=session.state.id, commitment=session.state.commitment, **_names(translator)
    )


def added_text(who: int, added: AddedWords, translator: Translator) -> str:
    """Return the public message that a user added words."""
    return translator(_ADDED, who=str(who), player=added.player, digest=added.words)


def keep_words_text(added: AddedWords, translator: Translator) -> str:
    """Return the private message to the user who added words."""
    return translator(_KEEP_WORDS, player=added.player, digest=added.words)


def status_text(
    session: FairSessionRecord, count: int, page: str | None, translator: Translator
) -> str:
    """Return the state of a session; ``page`` is the address of the verification page."""
    state = session.state
    is_open = session.closing is None
    when = _instant(session.opened if is_open else session.latest)
    last = proof_line(Proof(state.id, state.n - 1, state.last), translator)
    lines = [
        translator(_IS_OPEN if is_open else _WAS_CLOSED, when=when),
        translator(_SESSION, session=state.id, commitment=state.commitment),
        " · ".join(
            (
                translator.counted(_THROWS, state.counter),
                translator.counted(_PLAYERS, state.players),
            )
        ),
        translator(_LAST, proof=last),
    ]
    if is_open and session.size >= MAX_CHAIN_BYTES:
        lines.append(translator(_TAKES_NO_MORE, **_names(translator)))
    lines.append(receipts_text(session, count, page, translator))
    return "\n".join(lines)


def receipts_text(
    session: FairSessionRecord, count: int, page: str | None, translator: Translator
) -> str:
    """Return the message above a file of receipts."""
    phrase = translator.counted(_TOLD_SO_FAR if session.closing is None else _TOLD_ALL, count)
    return f"{phrase}\n{_check(session, page, translator)}"


def closed_text(session: FairSessionRecord, page: str | None, translator: Translator) -> str:
    """Return the public message that a session was closed."""
    state = session.state
    phrase = translator(
        _CLOSED, session=state.id, commitment=state.commitment, secret=state.secret.hex()
    )
    return f"{phrase}\n{_check(session, page, translator)}"


def receipts_name(session: FairSessionRecord) -> str:
    """Return the name of the file of receipts."""
    return f"nazh-receipts-{session.state.id}.jsonl"


def _check(session: FairSessionRecord, page: str | None, translator: Translator) -> str:
    if page is None:
        return translator(_CHECK, file=receipts_name(session))
    return translator(_CHECK_HERE, page=page, file=receipts_name(session))


def _names(translator: Translator) -> dict[str, str]:
    return {name: translator(phrase) for name, phrase in _NAMES.items()}


def _instant(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:f>"
