"""Defines the base class of all refusals that users may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from nazh.domain.kernel.texts import Fact, Text, in_english


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that the refused text refers to by ``name``; its error begins at ``at``."""

    name: str
    text: str
    at: int | None


class Refusal(Exception):
    """A request that a rule refused.

    ``says`` is one plain sentence for the user and ``remedy`` says how to correct the request, or
    is ``None``; both are marked phrases, with placeholders for ``facts``. They are class
    attributes, or passed to the constructor if they vary. ``str()`` is the sentence in English.
    ``code`` is a stable slug for metrics and tests. ``at`` is where the error begins in ``source``,
    the refused text, in characters from 0, or ``None`` if the error has no single position.
    ``quoted`` is the text that contains the error if ``source`` only refers to it by name.
    """

    code: ClassVar[str]
    says: Text
    remedy: str | None = None

    def __init__(
        self,
        says: Text | None = None,
        *,
        at: int | None = None,
        hint: str | None = None,
        source: str | None = None,
        **facts: Fact,
    ) -> None:
        if says is not None:
            self.says = says
        if hint is not None:
            self.remedy = hint
        super().__init__(in_english(self.says, facts))
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
        """How to correct the request, in English; or ``None``."""
        return None if self.remedy is None else in_english(self.remedy, self.facts)


class Unavailable(Exception):
    """A system that a use case needs is unavailable; raised by adapters from the vendor's error.

    ``what`` names the system in the operator's words, such as "the roll ledger".
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not available")
