"""Formats the chat of games for Discord, so that no line formats, links or mentions anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.bridges.link_channel import ShownBridges
from nazh.application.keep.bridges.ports import ChatPost
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLine
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.graphemes import cut, split_pages, units
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_, N_plural

MAX_LINES: Final = 200
"""The maximum number of lines; more are sent as a file."""
_MAX_UNITS: Final = 2_000
_JOINED: Final = N_("→ {name} joined")
_LEFT: Final = N_("← {name} left")
_IN_FILE: Final = N_plural("{count} line of chat is in the file.", "{count} lines are in the file.")
_GREETING: Final = N_("The chat of **{name}** appears here from now on.")
_LINKED: Final = N_("The chat of **{name}** appears in {channel} from now on.")
_GREETING_TWO_WAY: Final = N_(
    "From now on, the chat of **{name}** appears here, and what you write here appears in the game."
)
_TWO_WAY: Final = {
    ListenerState.READY: N_("Messages in {channel} also appear in the game."),
    ListenerState.NO_INTENT: N_(
        "✗ I'm not allowed to read messages, so only those that mention me reach the game. The "
        "owner of this bot has to enable the Message Content Intent. `/bridge say` always works."
    ),
    ListenerState.ABSENT: N_(
        "✗ Messages from Discord don't reach the game: the owner of this bot has to run `nazh "
        "keep bridge`. `/bridge say` always works."
    ),
}
_ONE_WAY: Final = N_("from the game only")
_ONE_CONNECTION: Final = N_(
    "Messages in {channel} don't reach the game, because the game's console accepts only one "
    "connection. Use `/bridge say`."
)
_UNLINKED: Final = N_("The chat of **{name}** is no longer shown.")
_NO_BRIDGES: Final = N_("""## No bridges yet
Show the chat of a game server in a channel with `/bridge link`.""")
_BRIDGES: Final = N_plural("{count} bridge", "{count} bridges")
_RUNNING: Final = N_("✓ **{name}** in {channel}")
_WAITING: Final = N_plural("{count} line waits", "{count} lines wait")
_STOPPED: Final = {
    StopReason.NO_CHANNEL: N_("✗ **{name}**: the channel is gone. Choose another: `/bridge link`"),
    StopReason.NO_PERMISSION: N_(
        "✗ **{name}**: I may not write in {channel}. Give me View Channel and Send Messages there, "
        "then use `/bridge link` again."
    ),
    StopReason.LOCKED: N_(
        "✗ **{name}**: the thread {channel} is locked. Unlock it, or choose another channel: "
        "`/bridge link`"
    ),
}
_IS_PAUSED: Final = N_("– **{name}** in {channel}")
_PAUSED: Final = N_("paused {since}, until `/bridge resume`")
_PAUSED_NOW: Final = N_("""The bridge of **{name}** is paused.
Until `/bridge resume`, no messages are relayed in either direction, and none are shown later. \
Lines that were waiting to be posted are dropped.""")
_RESUMED: Final = N_(
    "The bridge of **{name}** relays chat again. Messages from the pause aren't shown."
)
_MUTED: Final = N_(
    "{user} is muted: their messages don't reach the games until `/bridge unmute`. They see a ❌ "
    "below each, and now and then a reply with the reason."
)
_UNMUTED: Final = N_("{user} isn't muted; their messages reach the games.")
_ALL_MUTED: Final = N_plural("{count} muted user: {users}", "{count} muted users: {users}")
_MUTED_SHOWN: Final = 20
_INVITE: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:discord(?:app)?\.com/invite|discord\.gg|dsc\.gg)/[\w-]+",
    re.IGNORECASE,
)
_FORMATTING: Final = re.compile(r"([\\*_~|>`\[\]()#:<.-])")


def chat_post(lines: tuple[WaitingLine, ...], translator: Translator) -> tuple[ChatPost, int]:
    """Return a message with the first of the lines, at least one, and the number of its last line.

    If there are more than MAX_LINES lines, all of them are sent as a file.
    """
    if len(lines) > MAX_LINES:
        whole = "\n".join(_plain(line.line, translator) for line in lines)
        text = translator.counted(_IN_FILE, len(lines))
        return ChatPost(text, whole), lines[-1].number
    shown = cut(_markdown(lines[0].line, translator), _MAX_UNITS)
    last = lines[0].number
    for queued in lines[1:]:
        longer = f"{shown}\n{_markdown(queued.line, translator)}"
        if units(longer) > _MAX_UNITS:
            break
        shown, last = longer, queued.number
    return ChatPost(shown), last


def greeting(bridge: Bridge, state: ListenerState, translator: Translator) -> ChatPost:
    """Return the first message in a channel."""
    is_heard = bridge.is_two_way and state is ListenerState.READY
    phrase = _GREETING_TWO_WAY if is_heard else _GREETING
    return ChatPost(translator(phrase, name=bridge.server.name))


def linked_text(
    bridge: Bridge, state: ListenerState, translator: Translator, *, is_two_way_wanted: bool
) -> str:
    """Return that a channel was linked, and whether its messages are sent to the game."""
    channel = f"<#{bridge.channel}>"
    linked = translator(_LINKED, name=bridge.server.name, channel=channel)
    if not is_two_way_wanted:
        return linked
    phrase = _TWO_WAY[state] if bridge.is_two_way else _ONE_CONNECTION
    return f"{linked}\n{translator(phrase, channel=channel)}"


def unlinked_text(server: GameServer, translator: Translator) -> str:
    """Return that a channel is no longer linked."""
    return translator(_UNLINKED, name=server.name)


def paused_text(server: GameServer, translator: Translator) -> str:
    """Return that a bridge is paused, and what that means."""
    return translator(_PAUSED_NOW, name=server.name)


def resumed_text(bridge: Bridge, translator: Translator) -> str:
    """Return that a bridge relays chat again, or why it is stopped."""
    phrase = _RESUMED if bridge.stopped is None else _STOPPED[bridge.stopped]
    return translator(phrase, name=bridge.server.name, channel=f"<#{bridge.channel}>")


def muted_text(user: UserId, translator: Translator) -> str:
    """Return that a user is muted."""
    return translator(_MUTED, user=f"<@{user}>")


def unmuted_text(user: UserId, translator: Translator) -> str:
    """Return that a user is not muted."""
    return translator(_UNMUTED, user=f"<@{user}>")


def bridges_text(shown: ShownBridges, translator: Translator) -> Paged:
    """Return where the chat of each game server is posted, where it is not and why, and for whom.

    Problems come first. At most 20 muted users are named.
    """
    lines = [*_bridge_lines(shown.bridges, shown.state, translator)]
    if shown.muted:
        users = ", ".join(f"<@{user}>" for user in shown.muted[:_MUTED_SHOWN])
        count = len(shown.muted)
        lines.append(translator.counted(_ALL_MUTED, count, users=users))
    title = translator.counted(_BRIDGES, len(shown.bridges)) if shown.bridges else ""
    whole = "\n".join(lines)
    return Paged(title, split_pages(whole), whole, "bridges.txt")


def _bridge_lines(
    bridges: tuple[Bridge, ...], state: ListenerState, translator: Translator
) -> Iterator[str]:
    if not bridges:
        yield translator(_NO_BRIDGES)
        return
    if state is not ListenerState.READY and any(bridge.is_two_way for bridge in bridges):
        yield translator(_TWO_WAY[state])
    for bridge in sorted(bridges, key=lambda bridge: bridge.stopped is None):
        phrase = _RUNNING if bridge.paused_at is None else _IS_PAUSED
        if bridge.stopped is not None:
            phrase = _STOPPED[bridge.stopped]
        yield translator(phrase, name=bridge.server.name, channel=f"<#{bridge.channel}>")
        facts = tuple(_facts(bridge, translator))
        if facts:
            yield f"-# {' · '.join(facts)}"


def _facts(bridge: Bridge, translator: Translator) -> Iterator[str]:
    if bridge.paused_at is not None:
        yield translator(_PAUSED, since=f"<t:{int(bridge.paused_at.timestamp())}:R>")
    if not bridge.is_two_way:
        yield translator(_ONE_WAY)
    if bridge.waiting:
        yield translator.counted(_WAITING, bridge.waiting)


def _markdown(line: GameLine, translator: Translator) -> str:
    name = f"**{literal(line.author)}**"
    match line.kind:
        case LineKind.JOINED:
            return translator(_JOINED, name=name)
        case LineKind.LEFT:
            return translator(_LEFT, name=name)
        case LineKind.CHAT:
            return f"{name}: {literal(_INVITE.sub('[…]', line.text))}"


def _plain(line: GameLine, translator: Translator) -> str:
    match line.kind:
        case LineKind.JOINED:
            return translator(_JOINED, name=line.author)
        case LineKind.LEFT:
            return translator(_LEFT, name=line.author)
        case LineKind.CHAT:
            return f"{line.author}: {_INVITE.sub('[…]', line.text)}"


def literal(text: str) -> str:
    """Return text that Discord shows as it is, without formats, links and mentions."""
    return _FORMATTING.sub(r"\\\1", text).replace("@", "@\u2060")
