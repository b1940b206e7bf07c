"""Performs the actions of a user in the browser, with the same objects as a test."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from localcord.errors import CannotSee, CannotUse, NotAnswered
from localcord.json_codec import Json, JsonObject
from localcord.rules.commands import CHANNEL, MENTIONABLE, ROLE, USER
from localcord.state.channels import Channel
from localcord.state.commands import CHAT_INPUT
from localcord.state.component_trees import Kind
from localcord.state.members import Role
from localcord.state.messages import Message
from localcord.users.channel_users import ChannelUser
from localcord.users.option_values import follow_path
from localcord.users.people import Person
from localcord.web.bodies import BadRequest, Body
from localcord.web.client_state import ClientState

MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Action:
    """The user, the channel, and the data of an action in the browser."""

    client_state: ClientState
    person: Person
    channel_user: ChannelUser
    body: Body

    def message(self) -> Message:
        """Return the message of the action. Raises CannotSee."""
        message = self.client_state.world.messages.find(
            self.channel_user.channel.id, self.body.id("message")
        )
        if message is None or not message.visible_to(self.person.account):
            raise CannotSee("The message is not there any more.")
        return message

    def user(self, id: str) -> Person:
        """Return a user by id, including the bot. Raises BadRequest."""
        user = self.client_state.world.users.get(int(id)) if id.isdecimal() else None
        if user is None:
            raise BadRequest("There is no such user.")
        return self.client_state.person(user.id) or Person(self.client_state.world, user)

    def channel(self, id: str) -> Channel:
        """Return a channel by id. Raises BadRequest."""
        channel = self.client_state.world.channels.get(int(id)) if id.isdecimal() else None
        if channel is None:
            raise BadRequest("There is no such channel.")
        return channel

    def role(self, id: str) -> Role:
        """Return a role by id. Raises BadRequest."""
        role = self._roles().get(id)
        if role is None:
            raise BadRequest("There is no such role.")
        return role

    def is_role(self, id: Json) -> bool:
        """Return whether a role has this id."""
        return id in self._roles()

    def _roles(self) -> dict[Json, Role]:
        guilds = self.client_state.world.guilds.values()
        return {str(role.id): role for guild in guilds for role in guild.roles.values()}


ActionHandler = Callable[[Action], Awaitable[JsonObject]]


async def say(action: Action) -> JsonObject:
    text = action.body.text("text").strip()
    if not 1 <= len(text) <= MAX_CHARACTERS:
        raise CannotUse(f"A message has 1 to {MAX_CHARACTERS} characters.")
    return {"message": str(action.channel_user.say(text).id)}


async def slash(action: Action) -> JsonObject:
    name = action.body.text("command")
    conversation = action.channel_user.start(name, **_options(action, name))
    action.client_state.follow(conversation, f"/{name}")
    return {"interaction": str(conversation.id)}


async def complete(action: Action) -> JsonObject:
    """Ask the bot for choices; there are none if it does not answer."""
    name, option = action.body.text("command"), action.body.text("option")
    others = {key: value for key, value in action.body.object("options").items() if key != option}
    typed = action.body.text("typed")
    try:
        conversation = await action.channel_user.complete(name, option, typed, **others)
    except NotAnswered:
        return {"choices": [], "failure": "Loading options failed."}
    return {"choices": conversation.choices}


async def message_command(action: Action) -> JsonObject:
    name = action.body.text("command")
    conversation = action.channel_user.start_message_command(name, action.message())
    action.client_state.follow(conversation, name)
    return {"interaction": str(conversation.id)}


async def user_command(action: Action) -> JsonObject:
    name = action.body.text("command")
    conversation = action.channel_user.start_user_command(
        name, action.user(action.body.text("target"))
    )
    action.client_state.follow(conversation, name)
    return {"interaction": str(conversation.id)}


async def press(action: Action) -> JsonObject:
    part = action.body.text("part")
    conversation = action.person.start_press(action.message(), part)
    action.client_state.follow(conversation, "a button", part)
    return {"interaction": str(conversation.id)}


async def choose(action: Action) -> JsonObject:
    part, message = action.body.text("part"), action.message()
    select = next((choice for choice in message.selects if choice.custom_id == part), None)
    if select is None:
        raise CannotUse("The menu is not there any more.")
    values: list[str | Person | Channel | Role] = [*action.body.texts("values")]
    if select.kind in (Kind.USER_SELECT, Kind.MENTIONABLE_SELECT):
        values = [action.user(id) for id in action.body.texts("values")]
    elif select.kind == Kind.CHANNEL_SELECT:
        values = [action.channel(id) for id in action.body.texts("values")]
    elif select.kind == Kind.ROLE_SELECT:
        values = [action.role(id) for id in action.body.texts("values")]
    conversation = action.person.start_choose(message, *values, menu=part)
    action.client_state.follow(conversation, "a menu", part)
    return {"interaction": str(conversation.id)}


async def react(action: Action) -> JsonObject:
    """React to a message, or take the reaction back."""
    action.person.react(action.message(), action.body.text("emoji"))
    return {}


async def submit(action: Action) -> JsonObject:
    """Submit the open modal; it stays open if the bot rejects it."""
    modal = action.client_state.screen(action.person.account).modal
    if modal is None:
        raise CannotUse("The form is not open any more.")
    conversation = action.person.start_submit(modal, action.body.object("values"))
    try:
        await conversation.acknowledged()
    except NotAnswered:
        raise CannotUse(action.client_state.failure_of(conversation)) from None
    action.client_state.close_modal(action.person.account, modal.opened_by)
    return {"interaction": str(conversation.id)}


async def cancel(action: Action) -> JsonObject:
    """Close the modal without notifying the bot."""
    action.client_state.close_modal(action.person.account, action.body.id("modal"))
    return {}


async def dismiss(action: Action) -> JsonObject:
    action.client_state.dismiss(action.person.account, action.body.id("id"))
    return {}


async def language(action: Action) -> JsonObject:
    """Change the user's language."""
    action.person.locale = action.body.locale("locale")
    return {}


async def guild_language(action: Action) -> JsonObject:
    """Set the guild's preferred language. Raises CannotUse without the permission."""
    guild = action.channel_user.guild
    if guild is None or not guild.member(action.person.account).manages:
        raise CannotUse(f"{action.person.name} may not manage the server.")
    action.client_state.world.set_guild_locale(guild, action.body.locale("locale"))
    return {}


ACTIONS: dict[str, ActionHandler] = {
    "say": say,
    "slash": slash,
    "complete": complete,
    "message-command": message_command,
    "user-command": user_command,
    "press": press,
    "choose": choose,
    "react": react,
    "submit": submit,
    "cancel": cancel,
    "dismiss": dismiss,
    "language": language,
    "guild-language": guild_language,
}


def _options(action: Action, name: str) -> dict[str, Json]:
    """Return the options in their natural types: ids become users and channels."""
    given_options = action.body.object("options")
    first, *path = name.split(" ")
    command = action.client_state.world.commands.find(
        action.channel_user.channel.guild_id, CHAT_INPUT, first
    )
    if command is None:
        return given_options
    kinds = {option["name"]: option["type"] for option in follow_path(command, path)[1]}
    natural: dict[str, Json] = {}
    for option, value in given_options.items():
        is_id = isinstance(value, str) and value.isdecimal()
        if kinds.get(option) in (ROLE, MENTIONABLE) and action.is_role(value):
            natural[option] = action.role(value)
        elif kinds.get(option) in (USER, MENTIONABLE) and is_id:
            natural[option] = action.user(value)
        elif kinds.get(option) == CHANNEL:
            natural[option] = action.channel(str(value))
        else:
            natural[option] = value
    return natural
