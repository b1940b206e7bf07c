"""Defines secrets, whose texts are hidden, and URLs, whose passwords are hidden."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


class Secret:
    """A text that only ``reveal`` shows; ``repr`` and ``str`` hide it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret text, for the adapter that needs it."""
        return self._text

    @property
    def hidden(self) -> tuple[str, ...]:
        """The texts that no log may contain."""
        return (self._text,)

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class Address(Secret):
    """A URL that may contain a password; the rest is not secret."""

    __slots__ = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        """The password, as it is written and decoded."""
        password = urlsplit(self.reveal()).password
        return () if not password else (password, unquote(password))
