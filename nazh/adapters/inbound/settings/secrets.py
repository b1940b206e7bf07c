"""Secrets: texts that do not show themselves, and addresses that hide their passwords."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


class Secret:
    """A text that shows itself only when asked by name; ``repr`` and ``str`` hide it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret text, for the one adapter that needs it."""
        return self._text

    @property
    def hidden(self) -> tuple[str, ...]:
        """What nobody may read in a log."""
        return (self._text,)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class Address(Secret):
    """Where something is, with the password in it, if any; the rest may be known."""

    __slots__ = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        """The password, as it is written and as it is meant."""
        password = urlsplit(self.reveal()).password
        return () if not password else (password, unquote(password))
