"""Refusal: the base of every "no" that a person may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from nazh.domain.kernel.texts import Fact, Text, in_english


@dataclass(frozen=True, slots=True)
class Quoted:
    """Another text, which the refused one calls by ``name``; its trouble begins at ``at``."""

    name: str
    text: str
    at: int | None


class Refusal(Exception):
    """A rule said no.

    ``says`` is one plain sentence for the person who asked and ``remedy`` says how to put it
    right, or is ``None``; both are marked phrases, with places for ``facts``. ``str()`` is the
    sentence in English. ``code`` is a stable slug for metrics and tests. ``at`` is the offset, in
    characters from 0, into ``source`` (the text that was refused) where the trouble begins;
    ``None`` where no single place is to blame. ``quoted`` is the text with the trouble where
    ``source`` only names it.
    """

    code: ClassVar[str]

    def __init__(
        self,
        says: Text,
        *,
        at: int | None = None,
        hint: str | None = None,
        source: str | None = None,
        **facts: Fact,
    ) -> None:
        super().__init__(in_english(says, facts))
        self.says = says
        self.remedy = hint
        self.facts: Mapping[str, Fact] = facts
        self.at = at
        self.source = source
        self.quoted: Quoted | None = None

    @property
    def sentence(self) -> str:
        """The sentence in English."""
        return str(self)

    @property
    def hint(self) -> str | None:
        """How to put it right, in English; or ``None``."""
        return None if self.remedy is None else in_english(self.remedy, self.facts)


class Unavailable(Exception):
    """Machinery that a use case needs did not answer; raised by adapters, from the vendor's error.

    ``what`` names the machinery in the operator's words, such as "the roll ledger".
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not available")
        self.what = what
