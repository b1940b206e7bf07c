"""What is said of verifiable rolls: the line below a roll, and what /fair tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.add_words import Added
from nazh.application.dice.fair_play import FULL
from nazh.application.dice.ports import KeptSession, Proof
from nazh.application.dice.ports.fair import SHORT
from nazh.domain.kernel.phrases import phrase, phrases

FAIR: Final = phrase("fair")
OPEN: Final = phrase("open")
ADD: Final = phrase("add")
STATUS: Final = phrase("status")
RECEIPTS: Final = phrase("receipts")
CLOSE: Final = phrase("close")
WORDS: Final = phrase("words")
_PROOF: Final = phrase("Proof")
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"fair": FAIR, "open": OPEN, "add": ADD, "receipts": RECEIPTS, "close": CLOSE}
)
"""What the texts call by its name, as it is typed."""
_OPENED: Final = phrase("""**A fair session is open**
From here on, every public roll on this server can be proven. It shows its place in a chain of \
receipts; secret rolls are not in it. The receipts, which everybody here can get, tell of the \
public rolls in all channels.
Session `{session}`
Commitment `{commitment}`
With this I am bound to a secret that `/{fair} {close}` reveals. Anybody can add words of their \
own with `/{fair} {add}`: then not even I could have chosen the dice beforehand.""")
_ADDED: Final = phrase("""<@{who}> is player {player} of this fair session and added words to the \
dice to come. Their digest:
`{digest}`""")
_KEEP_WORDS: Final = phrase("""Your words count in every roll from now on. You are player \
**{player}** of this session.
Keep the words exactly as you typed them. The receipts hold nothing but their SHA-256:
`{digest}`""")
_IS_OPEN: Final = phrase("**Fair session, open since {when}**")
_WAS_CLOSED: Final = phrase("**Fair session, closed {when}**")
_SESSION: Final = phrase("""Session `{session}`
Commitment `{commitment}`""")
_THROWS: Final = phrases("{count} throw on record", "{count} throws on record")
_PLAYERS: Final = phrases("{count} player", "{count} players")
_LAST: Final = phrase("Last receipt: {proof}")
_TAKES_NO_MORE: Final = phrase("""The session takes nothing more: rolls from here on are not \
proven. Close it with `/{fair} {close}`, then open another.""")
_TOLD_SO_FAR: Final = phrases(
    "The receipt of the open fair session up to now.",
    "The {count} receipts of the open fair session up to now, one a line.",
)
_TOLD_ALL: Final = phrases(
    "The receipt of the last fair session.",
    "All {count} receipts of the last fair session, one a line.",
)
_CHECK: Final = phrase("""Anybody can check them without me: with `nazh verify {file}`, or in a \
browser with the page `verify.html` that comes with Nazh.""")
_CLOSED: Final = phrase("""**The fair session is closed**
Session `{session}`
Commitment `{commitment}`
The secret behind it is `{secret}`
Every face follows from it, from the words that were added and from the number of the throw. \
The file has all receipts.""")
_DETAIL: Final = phrase("""Proof {n}, whole digest:
`{digest}`""")
_SHOWN: Final = re.compile(rf"([0-9]{{1,9}}) · ([0-9a-f]{{{SHORT}}})", re.ASCII)


def proof_line(proof: Proof, words: Words) -> str:
    """Return the line below a roll: its place in the chain, and the first digits of its digest."""
    return f"{words(_PROOF)} {proof.n} · {proof.short}"


def read_proof_line(line: str) -> tuple[int, str] | None:
    """Return place and first digits in a line that ``proof_line`` wrote in any language."""
    found = _SHOWN.search(line)
    return None if found is None else (int(found[1]), found[2])


def digest_text(n: int, digest: str, words: Words) -> str:
    """Return the whole digest of the receipt of a roll."""
    return words(_DETAIL, n=str(n), digest=digest)


def opened_text(session: KeptSession, words: Words) -> str:
    """Return what everybody is told when a session opens."""
    return words(
        _OPENED, session=session.state.id, commitment=session.state.commitment, **_names(words)
    )


def added_text(who: int, added: Added, words: Words) -> str:
    """Return what everybody is told of words that somebody added."""
    return words(_ADDED, who=str(who), player=added.player, digest=added.words)


def keep_words_text(added: Added, words: Words) -> str:
    """Return what the one who added words is told."""
    return words(_KEEP_WORDS, player=added.player, digest=added.words)


def status_text(session: KeptSession, words: Words) -> str:
    """Return how a session stands."""
    state = session.state
    is_open = session.closing is None
    when = _instant(session.opened if is_open else session.latest)
    last = proof_line(Proof(state.id, state.n - 1, state.last), words)
    lines = [
        words(_IS_OPEN if is_open else _WAS_CLOSED, when=when),
        words(_SESSION, session=state.id, commitment=state.commitment),
        f"{words.counted(_THROWS, state.counter)} · {words.counted(_PLAYERS, state.players)}",
        words(_LAST, proof=last),
    ]
    if is_open and session.size >= FULL:
        lines.append(words(_TAKES_NO_MORE, **_names(words)))
    return "\n".join(lines)


def receipts_text(session: KeptSession, count: int, words: Words) -> str:
    """Return what stands above a file of receipts."""
    told = words.counted(_TOLD_SO_FAR if session.closing is None else _TOLD_ALL, count)
    return f"{told}\n{_check(session, words)}"


def closed_text(session: KeptSession, words: Words) -> str:
    """Return what everybody is told when a session closes."""
    state = session.state
    told = words(_CLOSED, session=state.id, commitment=state.commitment, secret=state.secret.hex())
    return f"{told}\n{_check(session, words)}"


def receipts_name(session: KeptSession) -> str:
    """Return the name of the file of receipts."""
    return f"nazh-receipts-{session.state.id}.jsonl"


def _check(session: KeptSession, words: Words) -> str:
    return words(_CHECK, file=receipts_name(session))


def _names(words: Words) -> dict[str, str]:
    return {name: words(said) for name, said in _NAMES.items()}


def _instant(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:f>"
