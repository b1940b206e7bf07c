"""Acts: what a person does in the browser, done through the same seats as a test's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from localcord.commands import CHAT_INPUT
from localcord.component_trees import Kind
from localcord.errors import CannotSee, CannotUse, NotAnswered
from localcord.guilds import Channel, Role
from localcord.jsons import Json, JsonObject
from localcord.messages import Message
from localcord.option_values import follow_path
from localcord.people import Person
from localcord.rules.commands import CHANNEL, MENTIONABLE, USER
from localcord.seats import Seat
from localcord.web.bodies import BadRequest, Body
from localcord.web.room import Room

MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, where, and what the browser sent with it."""

    room: Room
    person: Person
    seat: Seat
    body: Body

    def message(self) -> Message:
        """Return the message that the act is about. Raises CannotSee."""
        found = self.room.world.messages.find(self.seat.channel.id, self.body.id("message"))
        if found is None or not found.visible_to(self.person.account):
            raise CannotSee("The message is not there any more.")
        return found

    def user(self, id: str) -> Person:
        """Return anybody by id, the bot too. Raises BadRequest."""
        found = self.room.world.users.get(int(id)) if id.isdecimal() else None
        if found is None:
            raise BadRequest("There is no such user.")
        return self.room.person(found.id) or Person(self.room.world, found)

    def channel(self, id: str) -> Channel:
        """Return a channel by id. Raises BadRequest."""
        found = self.room.world.channels.get(int(id)) if id.isdecimal() else None
        if found is None:
            raise BadRequest("There is no such channel.")
        return found

    def role(self, id: str) -> Role:
        """Return a role by id. Raises BadRequest."""
        for guild in self.room.world.guilds.values():
            for role in guild.roles.values():
                if str(role.id) == id:
                    return role
        raise BadRequest("There is no such role.")


Do = Callable[[Act], Awaitable[JsonObject]]


async def say(act: Act) -> JsonObject:
    text = act.body.text("text").strip()
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise CannotUse(f"A message has 1 to {MOST_CHARACTERS} characters.")
    return {"message": str(act.seat.say(text).id)}


async def slash(act: Act) -> JsonObject:
    name = act.body.text("command")
    conversation = act.seat.start(name, **_options(act, name))
    act.room.follow(conversation, f"/{name}")
    return {"interaction": str(conversation.id)}


async def complete(act: Act) -> JsonObject:
    """Ask the bot for choices. A bot that does not answer has none."""
    name, option = act.body.text("command"), act.body.text("option")
    others = {key: one for key, one in act.body.object("options").items() if key != option}
    typed = act.body.text("typed")
    try:
        conversation = await act.seat.complete(name, option, typed, **others)
    except NotAnswered:
        return {"choices": [], "failure": "Loading options failed."}
    return {"choices": conversation.choices}


async def message_command(act: Act) -> JsonObject:
    name = act.body.text("command")
    conversation = act.seat.start_message_command(name, act.message())
    act.room.follow(conversation, name)
    return {"interaction": str(conversation.id)}


async def user_command(act: Act) -> JsonObject:
    name = act.body.text("command")
    conversation = act.seat.start_user_command(name, act.user(act.body.text("target")))
    act.room.follow(conversation, name)
    return {"interaction": str(conversation.id)}


async def press(act: Act) -> JsonObject:
    part = act.body.text("part")
    conversation = act.person.start_press(act.message(), part)
    act.room.follow(conversation, "a button", part)
    return {"interaction": str(conversation.id)}


async def choose(act: Act) -> JsonObject:
    part, message = act.body.text("part"), act.message()
    select = next((one for one in message.selects if one.custom_id == part), None)
    if select is None:
        raise CannotUse("The menu is not there any more.")
    values: list[str | Person | Channel | Role] = [*act.body.texts("values")]
    if select.kind in (Kind.USER_SELECT, Kind.MENTIONABLE_SELECT):
        values = [act.user(id) for id in act.body.texts("values")]
    elif select.kind == Kind.CHANNEL_SELECT:
        values = [act.channel(id) for id in act.body.texts("values")]
    elif select.kind == Kind.ROLE_SELECT:
        values = [act.role(id) for id in act.body.texts("values")]
    conversation = act.person.start_choose(message, *values, menu=part)
    act.room.follow(conversation, "a menu", part)
    return {"interaction": str(conversation.id)}


async def submit(act: Act) -> JsonObject:
    """Submit the open modal; it stays open when the bot does not take it."""
    modal = act.room.screen(act.person.account).modal
    if modal is None:
        raise CannotUse("The form is not open any more.")
    conversation = act.person.start_submit(modal, act.body.object("values"))
    try:
        await conversation.acknowledged()
    except NotAnswered:
        raise CannotUse(act.room.failure_of(conversation)) from None
    act.room.close_modal(act.person.account, modal.opened_by)
    return {"interaction": str(conversation.id)}


async def cancel(act: Act) -> JsonObject:
    """Close the modal without a word to the bot."""
    act.room.close_modal(act.person.account, act.body.id("modal"))
    return {}


async def dismiss(act: Act) -> JsonObject:
    act.room.dismiss(act.person.account, act.body.id("id"))
    return {}


async def language(act: Act) -> JsonObject:
    """Read Discord in another language."""
    act.person.locale = act.body.locale("locale")
    return {}


async def guild_language(act: Act) -> JsonObject:
    """Choose what language the guild prefers. Raises CannotUse for who may not manage it."""
    guild = act.seat.guild
    if guild is None or not guild.member(act.person.account).manages:
        raise CannotUse(f"{act.person.name} may not manage the server.")
    act.room.world.set_guild_locale(guild, act.body.locale("locale"))
    return {}


ACTS: dict[str, Do] = {
    "say": say,
    "slash": slash,
    "complete": complete,
    "message-command": message_command,
    "user-command": user_command,
    "press": press,
    "choose": choose,
    "submit": submit,
    "cancel": cancel,
    "dismiss": dismiss,
    "language": language,
    "guild-language": guild_language,
}


def _options(act: Act, name: str) -> dict[str, Json]:
    """Return the options in their natural types: ids become users and channels."""
    given = act.body.object("options")
    first, *path = name.split(" ")
    command = act.room.world.commands.find(act.seat.channel.guild_id, CHAT_INPUT, first)
    if command is None:
        return given
    kinds = {one["name"]: one["type"] for one in follow_path(command, path)[1]}
    natural: dict[str, Json] = {}
    for option, value in given.items():
        mentions_user = isinstance(value, str) and value.isdecimal()
        if kinds.get(option) in (USER, MENTIONABLE) and mentions_user:
            natural[option] = act.user(value)
        elif kinds.get(option) == CHANNEL:
            natural[option] = act.channel(str(value))
        else:
            natural[option] = value
    return natural
