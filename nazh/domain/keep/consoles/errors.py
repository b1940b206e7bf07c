"""Defines the errors of console commands, one class for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum
from math import ceil
from types import MappingProxyType
from typing import ClassVar, Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

_MINUTE: Final = 60


class Cause(Enum):
    """Why a connection failed."""

    UNKNOWN_HOST = "unknown_host"
    REFUSED = "refused"
    CLOSED = "closed"
    TIMED_OUT = "timed_out"
    GARBLED = "garbled"


class Step(IntEnum):
    """The steps from an address to the reply of a game server, in order."""

    ADDRESS = 1
    CONNECTION = 2
    LOGIN = 3
    COMMAND = 4


class ConsoleError(Refusal):
    """The base class of all console errors. ``step`` is the step that failed."""

    step = Step.COMMAND


class EmptyCommand(ConsoleError):
    """A command without any text."""

    code = "empty_command"
    says = N_("The command is empty.")
    remedy = N_("Type the command as you would in the console of the game.")


class CommandTooLong(ConsoleError):
    """A command longer than the game accepts."""

    code = "command_too_long"
    says = N_("The command may have at most {most} bytes; yours has {length}.")
    remedy = N_("Shorten it. Accented letters and emoji count as 2 to 4 bytes each.")

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length=length, most=most)


class AuthRejected(ConsoleError):
    """The game server rejected the password.

    If ``is_ambiguous``, the server closed the connection without a message, as some do.
    """

    step = Step.LOGIN
    code = "auth_rejected"
    says = N_("The game server rejected the console password.")
    remedy = N_(
        "Check the password, and enter it again. The same one isn't tried again for 10 minutes, "
        "as some games ban for that."
    )

    def __init__(self, *, is_ambiguous: bool = False) -> None:
        self.is_ambiguous = is_ambiguous
        if is_ambiguous:
            super().__init__(
                N_("The game server closed the connection after it received the password."),
                hint=N_(
                    "Check the password and the port, and enter them again. The same ones aren't "
                    "tried again for 10 minutes."
                ),
            )
        else:
            super().__init__()


class Unreachable(ConsoleError):
    """The game server cannot be reached; the command was not sent."""

    code = "unreachable"
    _SAYS: ClassVar[Mapping[Cause, str]] = MappingProxyType(
        {
            Cause.UNKNOWN_HOST: N_("There is no host with this name."),
            Cause.REFUSED: N_("The game server can't be reached."),
            Cause.CLOSED: N_("The game server closed the connection."),
            Cause.TIMED_OUT: N_("The game server did not answer in time."),
            Cause.GARBLED: N_("What answers there isn't the console of this kind of game server."),
        }
    )
    remedy = N_(
        "Check that the server is running, and that its address and console port are correct."
    )

    def __init__(self, cause: Cause, step: Step = Step.COMMAND) -> None:
        self.cause = cause
        self.step = Step.ADDRESS if cause is Cause.UNKNOWN_HOST else step
        super().__init__(self._SAYS[cause])
        if cause is Cause.UNKNOWN_HOST:
            self.remedy = N_("Check the spelling of the address.")


class OutcomeUnknown(Unreachable):
    """The command was sent, but its reply was lost. It is never retried automatically.

    If it ``is_read_only``, it does not matter whether it was run.
    """

    code = "outcome_unknown"
    _SAYS: ClassVar[Mapping[Cause, str]] = MappingProxyType(
        {
            Cause.REFUSED: N_("The connection was lost after the command was sent."),
            Cause.CLOSED: N_("The game server closed the connection after the command was sent."),
            Cause.TIMED_OUT: N_("The game server did not answer the command in time."),
            Cause.GARBLED: N_("The reply to the command could not be read."),
        }
    )
    remedy = N_("The command may have been run. Check in the game before you repeat it.")

    def __init__(self, cause: Cause, *, is_read_only: bool = False) -> None:
        super().__init__(cause)
        if is_read_only:
            self.remedy = Unreachable.remedy


class ReplyTooLarge(ConsoleError):
    """The reply exceeds the size limit."""

    code = "reply_too_large"
    says = N_("The command was run, but its reply is larger than {most} KiB.")
    remedy = N_("Use a command with a shorter reply.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class AddressRefused(ConsoleError):
    """Keep may not connect to this address or port; nothing was sent."""

    step = Step.ADDRESS
    code = "address_refused"
    says = N_("The bot is not allowed to connect to this address.")
    remedy = N_(
        "Use the public address of the game server, or ask the bot's operator to allow its network."
    )

    @classmethod
    def by_port(cls, least: int, most: int) -> AddressRefused:
        """Return the error for a port that is not allowed."""
        return cls(
            N_("The port must be between {least} and {most}."),
            hint=N_("Use the console port from the game server's configuration."),
            least=str(least),
            most=str(most),
        )


class CircuitOpen(ConsoleError):
    """The game server failed repeatedly, and is not tried again for a while."""

    step = Step.CONNECTION
    code = "circuit_open"
    remedy = N_(
        "Check meanwhile that it is running, and that its address and console port are correct."
    )

    def __init__(self, seconds: int) -> None:
        if seconds < _MINUTE:
            super().__init__(
                N_("The game server can't be reached. It will be tried again in {seconds} s."),
                seconds=seconds,
            )
        else:
            super().__init__(
                N_("The game server can't be reached. It will be tried again in {minutes} min."),
                minutes=ceil(seconds / _MINUTE),
            )


class ServerBusy(ConsoleError):
    """Too many commands are waiting for the game server; this one was not sent."""

    code = "server_busy"
    says = N_("Too many commands are waiting for this game server.")
    remedy = N_("Try again in a moment.")
