"""Records a user's interaction and all of the bot's responses to it."""

from enum import IntEnum
from typing import Self

from localcord.errors import NoSuchAnswer, NotAnswered
from localcord.json_codec import Json, JsonObject
from localcord.observable import Observable
from localcord.state.channels import Channel
from localcord.state.members import User
from localcord.state.messages import Message
from localcord.users.modals import Modal


class InteractionKind(IntEnum):
    """Discord's interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class ResponseKind(IntEnum):
    """Discord's interaction callback types."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class Conversation(Observable):
    """One interaction and the bot's responses. Times are Unix seconds of the server's clock.

    ``refusals`` are the error responses to the bot's own requests for this interaction.
    """

    __slots__ = (
        "answer",
        "answer_within",
        "answered_at",
        "channel",
        "choices",
        "dispatched_at",
        "follow_ups",
        "id",
        "kind",
        "max_wait",
        "metadata",
        "modal_shown",
        "original",
        "refusals",
        "source",
        "token",
        "updates",
        "user",
        "what",
    )

    def __init__(
        self,
        *,
        id: int,
        token: str,
        kind: InteractionKind,
        what: str,
        user: User,
        channel: Channel,
        dispatched_at: float,
        answer_within: float,
        max_wait: float,
        metadata: JsonObject,
        source: Message | None = None,
    ) -> None:
        super().__init__()
        self.id, self.token, self.kind, self.what = id, token, kind, what
        self.user, self.channel, self.source = user, channel, source
        self.dispatched_at, self.answered_at = dispatched_at, 0.0
        self.answer_within, self.max_wait = answer_within, max_wait
        self.metadata = metadata
        self.answer: ResponseKind | None = None
        # The bot's ``@original``: the reply, or the message whose component was used.
        self.original: Message | None = None
        self.follow_ups: list[Message] = []
        self.modal_shown: Modal | None = None
        self.choices: list[Json] = []
        self.updates = 0
        self.refusals: list[str] = []

    # What the bot did

    @property
    def is_answered(self) -> bool:
        """Whether there is a complete response, not only "… is thinking"."""
        if self.answer is ResponseKind.DEFERRED_MESSAGE:
            return self.original is None or self.original.deleted or not self.original.loading
        return self.answer is not None

    @property
    def latency(self) -> float:
        """Seconds from the dispatch to the callback. 0 before the callback."""
        return self.answered_at - self.dispatched_at if self.answered_at else 0.0

    @property
    def reply(self) -> Message:
        """The response if it is a new message. Raises NoSuchAnswer otherwise."""
        if (
            self.answer in (ResponseKind.MESSAGE, ResponseKind.DEFERRED_MESSAGE)
            and self.original is not None
        ):
            return self.original
        raise NoSuchAnswer(f"{self.what} was answered by {self._kind_of_answer()}, not a message.")

    @property
    def updated(self) -> Message:
        """The message whose component was used, after the bot updated it."""
        if (
            self.answer in (ResponseKind.UPDATE, ResponseKind.DEFERRED_UPDATE)
            and self.original is not None
        ):
            return self.original
        raise NoSuchAnswer(f"{self.what} was answered by {self._kind_of_answer()}, not an update.")

    @property
    def modal(self) -> Modal:
        """The response if it is a modal."""
        if self.modal_shown is not None:
            return self.modal_shown
        raise NoSuchAnswer(f"{self.what} was answered by {self._kind_of_answer()}, not a modal.")

    @property
    def ephemeral(self) -> bool:
        """Whether the response is ephemeral."""
        return bool(self.original is not None and self.original.ephemeral)

    def _kind_of_answer(self) -> str:
        return self.answer.name.lower() if self.answer is not None else "nothing yet"

    # Waiting

    async def acknowledged(self) -> Self:
        """Wait for the callback. Raises NotAnswered when Discord would have given up."""
        if not await self.until(lambda: self.answer is not None, self.answer_within):
            refused = f" Refused: {'; '.join(self.refusals)}." if self.refusals else ""
            raise NotAnswered(
                f"{self.what}: the bot did not answer within {self.answer_within:g} seconds."
                f"{refused}"
            )
        return self

    async def answered(self) -> Self:
        """Wait for the response; after a deferral, until the reply is filled in."""
        await self.acknowledged()
        if not await self.until(lambda: self.is_answered, self.max_wait):
            raise NotAnswered(f"{self.what}: still thinking after {self.max_wait:g} seconds.")
        return self

    async def follow_up(self, number: int = 1) -> Message:
        """Wait for the ``number``-th follow-up message (from 1) and return it."""
        if not await self.until(lambda: len(self.follow_ups) >= number, self.max_wait):
            raise NotAnswered(
                f"{self.what}: no follow-up number {number} within {self.max_wait:g} seconds."
            )
        return self.follow_ups[number - 1]

    async def edited(self, times: int = 1) -> Message:
        """Wait until the bot has edited ``@original`` this often and return that message."""
        if not await self.until(lambda: self.updates >= times, self.max_wait):
            raise NotAnswered(f"{self.what}: not edited within {self.max_wait:g} seconds.")
        assert self.original is not None, "only an original can be edited"
        return self.original

    async def refused(self, number: int = 1) -> str:
        """Wait until Discord has refused this many of the bot's calls; return the last."""
        if not await self.until(lambda: len(self.refusals) >= number, self.max_wait):
            raise NotAnswered(f"{self.what}: nothing refused within {self.max_wait:g} seconds.")
        return self.refusals[number - 1]

    def __repr__(self) -> str:
        return f"<Conversation {self.what!r} {self._kind_of_answer()}>"
