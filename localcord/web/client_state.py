"""Keeps each user's client state, without its messages, across reloads."""

import asyncio
from dataclasses import dataclass, field

from localcord.errors import NotAnswered
from localcord.gateway.gateway import Gateway
from localcord.json_codec import JsonObject
from localcord.observable import Observable
from localcord.state.channels import Channel
from localcord.state.members import User
from localcord.state.messages import Message
from localcord.state.world import World
from localcord.users.conversations import Conversation, InteractionKind
from localcord.users.modals import Modal
from localcord.users.people import Person


@dataclass(slots=True, eq=False)
class Notice:
    """The private state of an action: pending or failed.

    ``message`` and ``part`` identify its button or menu.
    """

    id: int
    channel: Channel
    what: str
    message: Message | None
    part: str | None
    failure: str | None = None

    def json(self) -> JsonObject:
        return {
            "id": str(self.id),
            "what": self.what,
            "message": str(self.message.id) if self.message else None,
            "part": self.part,
            "failure": self.failure,
        }


@dataclass(slots=True)
class Screen:
    """The open modal and private messages of one user."""

    modal: Modal | None = None
    notices: dict[int, Notice] = field(default_factory=dict)
    dismissed: set[int] = field(default_factory=set)


class ClientState(Observable):
    """The client states of all users. ``people`` is the server's own live list."""

    __slots__ = ("_following", "_screens", "gateway", "people", "world")

    def __init__(self, world: World, gateway: Gateway, people: list[Person]) -> None:
        super().__init__()
        self.world, self.gateway, self.people = world, gateway, people
        self._screens: dict[int, Screen] = {}
        self._following: set[asyncio.Task[None]] = set()

    def person(self, id: int) -> Person | None:
        return next((person for person in self.people if person.id == id), None)

    def screen(self, user: User) -> Screen:
        """Return the screen of a user, empty at first."""
        return self._screens.setdefault(user.id, Screen())

    def follow(self, conversation: Conversation, what: str, part: str | None = None) -> Notice:
        """Show an interaction as pending until the bot answers, and as failed if it does not."""
        notice = Notice(conversation.id, conversation.channel, what, conversation.source, part)
        screen = self.screen(conversation.user)
        self._forget_failures(screen, notice)
        screen.notices[notice.id] = notice
        task = asyncio.create_task(self._follow(screen, notice, conversation))
        self._following.add(task)
        task.add_done_callback(self._following.discard)
        self.notify_observers()
        return notice

    def _forget_failures(self, screen: Screen, fresh: Notice) -> None:
        """Remove the earlier failure of the same message, or of typed commands."""
        for old in list(screen.notices.values()):
            if old.failure is not None and old.message is fresh.message:
                del screen.notices[old.id]

    async def _follow(self, screen: Screen, notice: Notice, conversation: Conversation) -> None:
        try:
            await conversation.acknowledged()
        except NotAnswered:
            notice.failure = self.failure_of(conversation)
        else:
            screen.notices.pop(notice.id, None)
            if conversation.modal_shown is not None:
                screen.modal = conversation.modal_shown
        self.notify_observers()

    def failure_of(self, conversation: Conversation) -> str:
        """Return the texts for user and developer after an unanswered interaction."""
        command = conversation.kind is InteractionKind.COMMAND
        words = "The application did not respond." if command else "This interaction failed."
        if conversation.refusals:
            return f"{words} Refused: {'; '.join(conversation.refusals)}"
        return words if self.gateway.connected_shards else f"{words} No bot is connected."

    def dismiss(self, user: User, id: int) -> None:
        """Dismiss an ephemeral message or a failure."""
        screen = self.screen(user)
        if screen.notices.pop(id, None) is None:
            screen.dismissed.add(id)
        self.notify_observers()

    def close_modal(self, user: User, opened_by: int) -> None:
        """Close a modal, unless another one has replaced it."""
        screen = self.screen(user)
        if screen.modal is not None and screen.modal.opened_by == opened_by:
            screen.modal = None
            self.notify_observers()

    def close(self) -> None:
        """Stop following."""
        for task in self._following:
            task.cancel()
        self.notify_observers()
