"""Refusals about fair sessions, for missing permissions or sessions in the wrong state."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

_OPEN_SESSION_HINT: Final = N_(
    "Someone with the Manage Server permission can start one with /fair open."
)


class OnlyManagersOpenSessions(Refusal):
    """A user without the Manage Server permission tried to open or close a session."""

    code = "only_managers_open"
    says = N_("You need the Manage Server permission to open or close a fair session.")
    remedy = N_("Ask someone who has it.")


class SessionIsOpen(Refusal):
    """A session is already open; a guild has at most one."""

    code = "session_is_open"
    says = N_("A fair session is already open on this server.")
    remedy = N_("Close it with /fair close, which reveals its secret; then open another.")


class NoSessionOpen(Refusal):
    """No session is open to add to or to close."""

    code = "no_session_open"
    says = N_("No fair session is open on this server.")
    remedy = _OPEN_SESSION_HINT


class NoSessionYet(Refusal):
    """There never was a session, or it has been deleted."""

    code = "no_session_yet"
    says = N_("No fair session is on record here.")
    remedy = _OPEN_SESSION_HINT


class SessionIsFull(Refusal):
    """A session has as many receipts as fit in one file, or was restored from a backup."""

    code = "session_is_full"
    says = N_("This fair session is full: its rolls from now on are not proven.")
    remedy = N_("Close it with /fair close, which reveals its secret; then open another.")
