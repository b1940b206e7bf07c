"""Refusal: the base of every "no" that a person may read."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """A rule said no.

    ``str()`` is one plain sentence for the person who asked. ``code`` is a stable slug for
    metrics, tests and translations. ``at`` is the offset, in characters from 0, into ``source``
    (the text that was refused) where the trouble begins; ``None`` where no single place is to
    blame. ``hint`` says how to put it right, or is ``None``.
    """

    code: ClassVar[str]

    def __init__(
        self,
        sentence: str,
        *,
        at: int | None = None,
        hint: str | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.at = at
        self.hint = hint
        self.source = source

    @property
    def sentence(self) -> str:
        """The sentence for the person who asked."""
        return str(self)


class Unavailable(Exception):
    """Machinery that a use case needs did not answer; raised by adapters, from the vendor's error.

    ``what`` names the machinery in the operator's words, such as "the roll ledger".
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not available")
        self.what = what
