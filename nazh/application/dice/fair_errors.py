"""What a use case refuses about verifiable rolls: who may, and whether a session is open."""

from __future__ import annotations

from typing import ClassVar, Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase

_OPEN_ONE: Final = phrase("Who may manage this server opens one with /fair open.")


class OnlyManagersOpen(Refusal):
    """Somebody who does not manage the server wants to open or close a session."""

    code: ClassVar[str] = "only_managers_open"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only who may manage this server can open and close a fair session."),
            hint=phrase("Discord calls the permission Manage Server."),
        )


class SessionIsOpen(Refusal):
    """A session is open already, and a server has one at a time."""

    code: ClassVar[str] = "session_is_open"

    def __init__(self) -> None:
        super().__init__(
            phrase("A fair session is open on this server already."),
            hint=phrase("Close it with /fair close, which reveals its secret; then open another."),
        )


class NoSessionOpen(Refusal):
    """Nothing can be added to a session, or closed, where none is open."""

    code: ClassVar[str] = "no_session_open"

    def __init__(self) -> None:
        super().__init__(phrase("No fair session is open on this server."), hint=_OPEN_ONE)


class NoSessionYet(Refusal):
    """Nothing can be told where no session ever was, or where it was forgotten."""

    code: ClassVar[str] = "no_session_yet"

    def __init__(self) -> None:
        super().__init__(phrase("No fair session is on record here."), hint=_OPEN_ONE)


class SessionIsFull(Refusal):
    """A session has all the receipts that fit into one file, or came back with a backup."""

    code: ClassVar[str] = "session_is_full"

    def __init__(self) -> None:
        super().__init__(
            phrase("This fair session takes nothing more: its rolls from here on are not proven."),
            hint=phrase("Close it with /fair close, which reveals its secret; then open another."),
        )
