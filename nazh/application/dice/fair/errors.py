"""What a use case refuses about verifiable rolls: who may, and whether a session is open."""

from __future__ import annotations

from typing import ClassVar, Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

_OPEN_SESSION_HINT: Final = N_(
    "Someone with the Manage Server permission can start one with /fair open."
)


class OnlyManagersOpenSessions(Refusal):
    """Somebody who does not manage the server wants to open or close a session."""

    code: ClassVar[str] = "only_managers_open"

    def __init__(self) -> None:
        super().__init__(
            N_("You need the Manage Server permission to open or close a fair session."),
            hint=N_("Ask someone who has it."),
        )


class SessionIsOpen(Refusal):
    """A session is open already, and a server has one at a time."""

    code: ClassVar[str] = "session_is_open"

    def __init__(self) -> None:
        super().__init__(
            N_("A fair session is already open on this server."),
            hint=N_("Close it with /fair close, which reveals its secret; then open another."),
        )


class NoSessionOpen(Refusal):
    """Nothing can be added to a session, or closed, where none is open."""

    code: ClassVar[str] = "no_session_open"

    def __init__(self) -> None:
        super().__init__(N_("No fair session is open on this server."), hint=_OPEN_SESSION_HINT)


class NoSessionYet(Refusal):
    """Nothing can be told where no session ever was, or where it was forgotten."""

    code: ClassVar[str] = "no_session_yet"

    def __init__(self) -> None:
        super().__init__(N_("No fair session is on record here."), hint=_OPEN_SESSION_HINT)


class SessionIsFull(Refusal):
    """A session has all the receipts that fit into one file, or came back with a backup."""

    code: ClassVar[str] = "session_is_full"

    def __init__(self) -> None:
        super().__init__(
            N_("This fair session is full: its rolls from now on are not proven."),
            hint=N_("Close it with /fair close, which reveals its secret; then open another."),
        )
