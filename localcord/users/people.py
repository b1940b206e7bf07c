"""Provides programmable users that see, press, choose and submit like real ones."""

from typing import TYPE_CHECKING

from localcord.errors import CannotSee, CannotUse
from localcord.json_codec import Json, JsonObject
from localcord.locales import known
from localcord.state.channels import Channel
from localcord.state.component_trees import Button, Kind, Select
from localcord.state.guilds import Guild
from localcord.state.members import Role, User
from localcord.state.memberships import join_guild, leave_guild
from localcord.state.messages import Message
from localcord.state.reactions import is_emoji, react, take_back
from localcord.users.channel_users import ChannelUser
from localcord.users.conversations import Conversation, InteractionKind
from localcord.users.modals import Modal
from localcord.users.option_values import Resolved, resolve_user

if TYPE_CHECKING:
    from localcord.state.world import World


class Person:
    """A user under the test's control. Several may act concurrently (``asyncio.gather``).

    Every action has two forms: ``press`` waits for the bot's response, ``start_press`` returns
    the conversation immediately, so that many can be in flight.
    """

    def __init__(self, world: "World", account: User) -> None:
        self._world = world
        self.account = account
        self._channel_users: dict[int, ChannelUser] = {}

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def locale(self) -> str:
        """The language of this person's Discord; assign another of Discord's to change it.

        Raises ValueError for a locale that Discord does not have.
        """
        return self.account.locale

    @locale.setter
    def locale(self, locale: str) -> None:
        self.account.locale = known(locale)
        self._world.notify_observers()

    @property
    def direct(self) -> Channel:
        """The direct-message channel with the bot."""
        return self._world.direct_channel(self.account)

    def in_(self, channel: Channel) -> ChannelUser:
        """Return the ChannelUser of this person in a channel, which can use commands."""
        channel_user = self._channel_users.get(channel.id)
        if channel_user is None:
            channel_user = self._channel_users[channel.id] = ChannelUser(
                self._world, self.account, channel
            )
        return channel_user

    def set_roles(self, guild: Guild, *roles: Role) -> None:
        """Give this person exactly these roles in a guild."""
        guild.member(self.account).roles = roles
        self._forget_channel_users(guild)
        self._world.notify_observers()

    def in_direct(self) -> ChannelUser:
        """Return the ChannelUser in the direct messages with the bot."""
        return self.in_(self.direct)

    def set_permissions(self, guild: Guild, permissions: int) -> None:
        """Set the permissions (a bit set) of this person in a guild."""
        guild.member(self.account).permissions = permissions
        self._forget_channel_users(guild)

    def _forget_channel_users(self, guild: Guild) -> None:
        # A ChannelUser caches its member's part of interactions.
        self._channel_users = {
            id: channel_user
            for id, channel_user in self._channel_users.items()
            if channel_user.guild is not guild
        }

    def sees(self, channel: Channel) -> list[Message]:
        """Return what the channel shows to this person, oldest first."""
        if not channel.shown_to(self.account):
            return []
        everything = self._world.messages.in_channel(channel)
        return [message for message in everything if message.visible_to(self.account)]

    def react(self, message: Message, emoji: str) -> None:
        """React to a message, or take the reaction back. Raises CannotUse, CannotSee."""
        self._check_visible(message)
        if not is_emoji(emoji):
            raise CannotUse(f"{emoji!r} is no emoji.")
        if self.account in message.reactions.get(emoji, ()):
            take_back(self._world, message, self.account, emoji)
        else:
            react(self._world, message, self.account, emoji)

    def join(self, guild: Guild) -> None:
        """Join a guild. Using a command there does so as well, without an event."""
        join_guild(self._world, guild, self.account)

    def leave(self, guild: Guild) -> None:
        """Leave a guild."""
        leave_guild(self._world, guild, self.account)
        self._forget_channel_users(guild)

    # Buttons

    async def press(
        self, message: Message, label: str | None = None, *, forge: str | None = None
    ) -> Conversation:
        """Press the button with this label or custom_id and wait for the answer.

        Without a label the message must have exactly one button. ``forge`` sends any custom_id,
        as a hostile client could. Raises CannotUse, CannotSee, NotAnswered.
        """
        return await self.start_press(message, label, forge=forge).answered()

    def start_press(
        self, message: Message, label: str | None = None, *, forge: str | None = None
    ) -> Conversation:
        """Press a button without waiting."""
        self._check_visible(message)
        if forge is not None:
            return self._use(message, {"custom_id": forge, "component_type": 2, "id": 1}, forge)
        button = _find_button(message, label)
        if button.disabled:
            raise CannotUse(f"The button {button.label!r} is disabled.")
        if button.custom_id is None:
            raise CannotUse(
                f"The button {button.label!r} opens {button.url}; the bot hears nothing."
            )
        data: JsonObject = {
            "custom_id": button.custom_id,
            "component_type": int(Kind.BUTTON),
            "id": button.component_id,
        }
        return self._use(message, data, button.label)

    # Menus

    async def choose(
        self,
        message: Message,
        *values: "str | Person | Channel | Role",
        menu: str | None = None,
        forge: str | None = None,
    ) -> Conversation:
        """Choose from a select menu by label or value (or user, channel, role), and wait.

        ``menu`` names the menu by custom_id or placeholder when there are several. ``forge``
        sends any custom_id, and the values as they are.
        """
        return await self.start_choose(message, *values, menu=menu, forge=forge).answered()

    def start_choose(
        self,
        message: Message,
        *values: "str | Person | Channel | Role",
        menu: str | None = None,
        forge: str | None = None,
    ) -> Conversation:
        """Choose from a select menu without waiting."""
        self._check_visible(message)
        if forge is not None:
            data: JsonObject = {
                "custom_id": forge,
                "component_type": 3,
                "values": list(values),
                "id": 1,
            }
            return self._use(message, data, forge)
        select = _find_select(message, menu)
        resolved: Resolved = {}
        chosen = [self._value(select, value, message, resolved) for value in values]
        if not select.min_values <= len(chosen) <= select.max_values:
            raise CannotUse(
                f"The menu takes {select.min_values} to {select.max_values} values, "
                f"not {len(chosen)}."
            )
        data = {
            "custom_id": select.custom_id,
            "component_type": select.kind,
            "values": chosen,
            "id": select.component_id,
        }
        if resolved:
            data["resolved"] = resolved
        return self._use(message, data, select.placeholder or select.custom_id)

    def _value(
        self,
        select: Select,
        value: "str | Person | Channel | Role",
        message: Message,
        resolved: Resolved,
    ) -> str:
        if isinstance(value, Person) and select.kind in (Kind.USER_SELECT, Kind.MENTIONABLE_SELECT):
            return resolve_user(value.account, message.channel.guild, resolved)
        if isinstance(value, Channel) and select.kind == Kind.CHANNEL_SELECT:
            guild = message.channel.guild
            permissions = 0 if guild is None else value.permissions_of(guild.member(self.account))
            resolved.setdefault("channels", {})[str(value.id)] = value.resolved_json(permissions)
            return str(value.id)
        if isinstance(value, Role) and select.kind in (Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT):
            resolved.setdefault("roles", {})[str(value.id)] = value.json()
            return str(value.id)
        if value in [option for _, option in select.options]:
            return str(value)
        for label, option in select.options:
            if value == label:
                return option
        labels = ", ".join(label for label, _ in select.options)
        raise CannotUse(f"The menu does not offer {value!r}; it offers: {labels}.")

    # Modals

    async def submit(self, modal: Modal, values: dict[str, Json] | None = None) -> Conversation:
        """Fill in a modal, fields named by custom_id or label, and wait for the answer."""
        return await self.start_submit(modal, values).answered()

    def start_submit(self, modal: Modal, values: dict[str, Json] | None = None) -> Conversation:
        """Submit a modal without waiting."""
        opened = self._world.conversation(modal.opened_by)
        if opened is None or opened.user is not self.account:
            raise CannotSee(f"{self.name} does not have the modal {modal.title!r} open.")
        data: JsonObject = {
            "custom_id": modal.custom_id,
            "components": modal.submission(values or {}),
        }
        description = f"{self.name} submitting {modal.title!r}"
        metadata: JsonObject = {"triggering_interaction_metadata": opened.metadata}
        return self.in_(opened.channel).ask(
            InteractionKind.MODAL, data, description, metadata=metadata, source=opened.source
        )

    def _use(self, message: Message, data: JsonObject, name: str) -> Conversation:
        metadata: JsonObject = {"interacted_message_id": str(message.id)}
        description = f"{self.name} using {name!r}"
        channel_user = self.in_(message.channel)
        return channel_user.ask(
            InteractionKind.COMPONENT, data, description, metadata=metadata, source=message
        )

    def _check_visible(self, message: Message) -> None:
        if not message.visible_to(self.account):
            raise CannotSee(f"{self.name} does not see this message.")

    def __repr__(self) -> str:
        return f"<Person {self.name}>"


def _find_button(message: Message, label: str | None) -> Button:
    buttons = message.buttons
    if label is None and len(buttons) == 1:
        return buttons[0]
    # What is hidden is unique; two buttons may say the same, or what another one hides.
    for names in ([button.custom_id for button in buttons], [button.label for button in buttons]):
        if label is not None and label in names:
            return buttons[names.index(label)]
    labels = ", ".join(button.label for button in buttons) or "none"
    raise CannotUse(f"There is no one button {label or 'to press'!r}; the buttons are: {labels}.")


def _find_select(message: Message, menu: str | None) -> Select:
    selects = message.selects
    matching = [
        select for select in selects if menu in (None, select.custom_id, select.placeholder)
    ]
    if len(matching) != 1:
        names = ", ".join(select.custom_id for select in selects) or "none"
        raise CannotUse(
            f"There is no one menu {menu or 'to choose from'!r}; the menus are: {names}."
        )
    if matching[0].disabled:
        raise CannotUse(f"The menu {matching[0].custom_id!r} is disabled.")
    return matching[0]
