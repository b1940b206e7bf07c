"""Checks the form, the links and the counters of a chain of receipts, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from nazh.domain.dice.fair.commitments import commitment_of, first_mix
from nazh.domain.dice.fair.entries import (
    ChanceEntry,
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
)
from nazh.domain.dice.fair.faults import (
    AfterTheEnd,
    BrokenLink,
    CounterOutOfTurn,
    Fault,
    NotAsSeen,
    NotOpened,
    NotTold,
    OpenedAgain,
    OtherCommitment,
    OutOfPlace,
    PlayerOutOfTurn,
    UnreadableLine,
    WordsMissing,
    WrongSecret,
)
from nazh.domain.dice.fair.proving import Prover
from nazh.domain.dice.fair.receipt_reader import UnreadableEntry, read_entry
from nazh.domain.dice.fair.receipt_writer import digest_of
from nazh.domain.dice.fair.report import Known, Report
from nazh.domain.kernel.fair.commitments import mixed

Progress = Callable[[float], None]
"""Called periodically with the completed share of the work, from 0 to 1."""
NOTHING_KNOWN: Final = Known()
_STEP: Final = 256
_CLOSING: Final = b'"kind":"closed"'


def check(
    lines: Sequence[bytes],
    known: Known = NOTHING_KNOWN,
    progress: Progress = lambda share: None,
) -> Report:
    """Check ``lines``, given without their newlines; this takes about 0.1 ms for each roll.

    Each fault is reported at every line where it occurs. Until the session is closed, the faces
    cannot be compared with the secret; everything else is checked.
    """
    chain_check = _ChainCheck(_opening(lines), _closing(lines))
    for number, line in enumerate(lines, 1):
        chain_check.check_line(number, _read(number, line), line)
        if number % _STEP == 0:
            progress(number / len(lines))
    chain_check.compare(known)
    return chain_check.report(known)


def _opening(lines: Sequence[bytes]) -> Opened | None:
    entry = _read(1, lines[0]) if lines else None
    return entry if isinstance(entry, Opened) else None


def _closing(lines: Sequence[bytes]) -> Closed | None:
    """Return the first ``Closed`` entry. Its secret proves all entries before it."""
    for number, line in enumerate(lines, 1):
        if _CLOSING in line and isinstance(entry := _read(number, line), Closed):
            return entry
    return None


def _read(number: int, line: bytes) -> Entry | UnreadableLine:
    try:
        return read_entry(line)
    except UnreadableEntry as error:
        return UnreadableLine(number, error.flaw, error.key)


class _ChainCheck:
    """The state of a check. After a fault, it continues with the values that the line states."""

    def __init__(self, opening: Opened | None, closing: Closed | None) -> None:
        self.opening = opening
        self.secret = _secret(opening, closing)
        self.prover = Prover(opening.session if opening else "", self.secret)
        self.mix = first_mix(opening.session if opening else "")
        self.faults: list[Fault] = []
        self.joined: list[tuple[int, Joined]] = []
        self.digests: dict[int, tuple[int, str]] = {}
        self.line = 0
        self.last = ""
        self.n: int | None = 0
        self.counter: int | None = 0
        self.players = 0
        self.is_closed = False

    def check_line(self, number: int, entry: Entry | UnreadableLine, line: bytes) -> None:
        """Check one line."""
        self.line = number
        digest = digest_of(line)
        if isinstance(entry, UnreadableLine):
            self.faults.append(entry)
            # An unreadable line may or may not have used the next position and the next counter.
            self.n = self.counter = None
        else:
            self._check_place(entry)
            self.digests.setdefault(entry.n, (number, digest))
            self._check_content(entry)
        self.last = digest

    def _check_place(self, entry: Entry) -> None:
        line = self.line
        if self.is_closed:
            self.faults.append(AfterTheEnd(line))
        if isinstance(entry, Opened):
            if line > 1:
                self.faults.append(OpenedAgain(line))
        elif line == 1:
            self.faults.append(NotOpened(line))
        elif entry.before != self.last:
            self.faults.append(BrokenLink(line))
        if self.n is not None and entry.n != self.n:
            self.faults.append(OutOfPlace(line, entry.n, self.n))
        self.n = entry.n + 1

    def _check_content(self, entry: Entry) -> None:
        match entry:
            case Rolled() | Spoiled():
                self._check_player(entry.player)
                self._check_chance(entry)
            case PlotDieAdded():
                self._check_chance(entry)
            case Joined():
                self._check_player(entry.player)
                self.joined.append((self.line, entry))
                self.mix = mixed(self.mix, entry.player, entry.words)
            case Closed():
                self.is_closed = True
                if self.opening is not None and self.secret is None:
                    self.faults.append(WrongSecret(self.line))
            case Opened():
                pass

    def _check_player(self, player: int) -> None:
        if player > self.players + 1:
            self.faults.append(PlayerOutOfTurn(self.line, player, self.players + 1))
        self.players = max(self.players, player)

    def _check_chance(self, entry: ChanceEntry) -> None:
        if self.counter is not None and entry.counter != self.counter:
            self.faults.append(CounterOutOfTurn(self.line, entry.counter, self.counter))
        self.counter = entry.counter + 1
        self.faults += self.prover.faults(self.line, entry, self.mix)

    def compare(self, known: Known) -> None:
        """Compare the whole chain with what is known of it."""
        if not self.line:
            self.faults.append(NotOpened(1))
        opening = self.opening
        if opening is not None and known.commitment not in (None, opening.commitment):
            self.faults.append(OtherCommitment(1, opening.commitment, known.commitment or ""))
        for n, seen in known.seen:
            line, digest = self.digests.get(n, (self.line, None))
            if digest is None:
                self.faults.append(NotTold(line, n, seen))
            elif not digest.startswith(seen):
                self.faults.append(NotAsSeen(line, seen, digest))
        claimed = {entry.words for _, entry in self.joined}
        self.faults += (WordsMissing(self.line, w) for w in known.words if w not in claimed)

    def report(self, known: Known) -> Report:
        """Return the report on the lines checked so far."""
        return Report(
            known=known,
            opening=self.opening,
            lines=self.line,
            rolls=self.prover.rolls,
            plot_dice=self.prover.plot_dice,
            spoiled=self.prover.spoiled,
            proven=self.prover.proven,
            players=self.players,
            joined=tuple(self.joined),
            last=self.last,
            is_closed=self.is_closed,
            faults=tuple(sorted(self.faults, key=lambda fault: fault.line)),
        )


def _secret(opening: Opened | None, closing: Closed | None) -> bytes | None:
    """Return the disclosed secret if it matches the commitment."""
    if opening is None or closing is None:
        return None
    secret = bytes.fromhex(closing.secret)
    return secret if commitment_of(secret, opening.session) == opening.commitment else None
