"""The command ``/panel``, and the buttons of panels.

A panel exists only as its message: Discord vouches for the author and the text, and a custom_id
only names a button (docs/adr/0036-panels-are-messages.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.errors import NotYourPanel
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.panels.panel_messages import (
    EDIT,
    ROLLS,
    TITLE,
    TYPED_CHARACTERS,
    ShownPanel,
    failed_body,
    note_body,
    panel_body,
    panel_form,
    preview_body,
    read_panel,
)
from nazh.adapters.inbound.discord.dice.rolling.component_context import is_duplicate_press
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction, server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.error_responses import response_to
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    Followup,
    Json,
    Response,
    ResponseType,
    private_response,
)
from nazh.adapters.inbound.texts.dice import panels as texts
from nazh.application.dice.panels.check_panel import CheckPanel, PanelRequest, RefusedPanel
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice import names_in
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.panels import Panel, written_lines, written_list
from nazh.domain.dice.saving.saved_rolls import referenced_texts
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_


def panel_command(
    check_panel: CheckPanel, guild_contexts: GuildContexts
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/panel``."""

    class PanelCommand(
        lightbulb.SlashCommand,
        name=texts.PANEL,
        description=N_("Post a message with up to 20 buttons of rolls that anyone can tap."),
        localize=True,
        **EVERYWHERE,
    ):
        rolls = lightbulb.string(
            texts.ROLLS,
            N_("Attack=1d20+5, Damage=2d6+3, 4d6kh3. Leave it out to write one roll a line"),
            localize=True,
            default=None,
            max_length=TYPED_CHARACTERS,
        )
        title = lightbulb.string(
            texts.TITLE,
            N_("What stands above the buttons: Goblin ambush"),
            localize=True,
            default="",
            max_length=Limits.PANEL_TITLE_LENGTH,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            if self.rolls is None:
                return panel_form(self.title, "", private_translator(interaction), is_posted=False)
            draft = _Draft(self.title.strip(), written_list(self.rolls))
            return await _preview(interaction, draft, check_panel, guild_contexts)

    return PanelCommand


def roll_button(roll_responder: RollResponder, debouncer: Debouncer) -> ButtonAction:
    """Return the action of a panel's buttons, which roll for the user who presses."""

    async def roll(interaction: hikari.ComponentInteraction, place: str) -> Response:
        panel = _panel_in(interaction, interaction.message)
        if not (place.isascii() and place.isdigit()) or int(place) >= len(panel.lines):
            raise InvalidComponent
        if await is_duplicate_press(debouncer, interaction, place):
            return DEFERRED_UPDATE
        line = panel.lines[int(place)]
        saved = referenced_texts(names_in(line.notation), panel.saved)
        request = roll_responder.request(
            interaction, line.notation, label=line.label, shared=tuple(saved.items())
        )
        return await roll_responder.respond(interaction, request)

    return roll


def post_button(check_panel: CheckPanel, guild_contexts: GuildContexts) -> ButtonAction:
    """Return the action of Post, which posts the panel of a preview."""

    async def post(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        shown = _panel_in(interaction, interaction.message)
        if not _is_private(interaction.message):
            raise InvalidComponent
        draft = _Draft(shown.title, tuple(line.text for line in shown.lines), shown.saved)
        checked = await check_panel(draft.request(interaction))
        if not isinstance(checked, Panel):
            return await _preview(interaction, draft, check_panel, guild_contexts, is_edit=True)
        guild_context = await guild_contexts.of_or_default(interaction)
        posted = panel_body(checked, guild_context.public)
        return Response(
            ResponseType.EDIT,
            note_body(guild_context.private(texts.POSTED)),
            fallback=Response(ResponseType.MESSAGE, posted),
            followups=(Followup(f"panel:{interaction.message.id}", posted),),
        )

    return post


def edit_button(guild_contexts: GuildContexts) -> ButtonAction:
    """Return the action of Edit Panel, which opens the modal with the text of the panel."""

    async def edit(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        shown = _panel_in(interaction, interaction.message)
        await _require_editor(interaction, interaction.message, guild_contexts)
        return panel_form(
            shown.title,
            shown.typed,
            private_translator(interaction),
            is_posted=not _is_private(interaction.message),
        )

    return edit


def panel_action(check_panel: CheckPanel, guild_contexts: GuildContexts) -> FormAction:
    """Return the action of the modal, which shows a preview, or changes or removes a panel."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_texts(interaction)
        draft = _Draft(typed.get(TITLE, "").strip(), written_lines(typed.get(ROLLS, "")))
        try:
            return await change(interaction, draft)
        except Unavailable as error:
            message = interaction.message
            return _unavailable(
                interaction,
                draft,
                error,
                is_posted=message is not None and not _is_private(message),
            )

    async def change(interaction: hikari.ModalInteraction, draft: _Draft) -> Response:
        message = interaction.message
        if message is None:
            return await _preview(interaction, draft, check_panel, guild_contexts)
        shown = _panel_in(interaction, message)
        is_author = await _require_editor(interaction, message, guild_contexts)
        draft = _Draft(draft.title, draft.lines, shown.saved, is_author)
        if _is_private(message):
            return await _preview(interaction, draft, check_panel, guild_contexts, is_edit=True)
        guild_context = await guild_contexts.of_or_default(interaction)
        if not draft.lines:
            return Response(
                ResponseType.EDIT,
                note_body(guild_context.public(texts.REMOVED)),
                followups=(Followup(f"remove:{message.id}", {}, deletes=True),),
            )
        checked = await check_panel(draft.request(interaction))
        if isinstance(checked, Panel):
            return _edit(panel_body(checked, guild_context.public))
        return _refused(interaction, draft, checked, is_posted=True)

    return submit


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a user wrote for a panel, and the saved rolls that it already contains."""

    title: str
    lines: Sequence[str]
    saved: Mapping[str, str] = field(default_factory=dict)
    is_author: bool = True

    def request(self, interaction: UserInteraction) -> PanelRequest:
        """Return the request to check it."""
        by, guild = UserId(interaction.user.id), server_of(interaction)
        return PanelRequest(by, self.title, self.lines, guild, self.saved, self.is_author)


async def _preview(
    interaction: UserInteraction,
    draft: _Draft,
    check_panel: CheckPanel,
    guild_contexts: GuildContexts,
    *,
    is_edit: bool = False,
) -> Response:
    """Return the preview of a draft, or what is wrong with it, in the same or a new message."""
    checked = await check_panel(draft.request(interaction))
    if not isinstance(checked, Panel):
        return _refused(interaction, draft, checked, is_edit=is_edit)
    guild_context = await guild_contexts.of_or_default(interaction)
    body = preview_body(checked, guild_context.public, guild_context.private)
    return _edit(body) if is_edit else private_response(body)


def _refused(
    interaction: UserInteraction,
    draft: _Draft,
    refused: RefusedPanel,
    *,
    is_edit: bool = False,
    is_posted: bool = False,
) -> Response:
    """Return what is wrong with a draft, which is counted by its first refusal."""
    translator = private_translator(interaction)
    text = texts.refused_text(refused, translator)
    body = failed_body(text, draft.title, draft.lines, translator, is_posted=is_posted)
    response = _edit(body) if is_edit else private_response(body)
    return replace(response, error=refused.lines[0].refusal)


def _unavailable(
    interaction: UserInteraction, draft: _Draft, error: Unavailable, *, is_posted: bool
) -> Response:
    """Return a private message with a draft that could not be checked."""
    text = str((response_to(error, interaction).data or {})["content"])
    translator = private_translator(interaction)
    body = failed_body(text, draft.title, draft.lines, translator, is_posted=is_posted)
    return replace(private_response(body), error=error)


def _edit(body: Json) -> Response:
    return Response(ResponseType.EDIT, body)


def _panel_in(interaction: UserInteraction, message: hikari.Message | None) -> ShownPanel:
    """Return the panel in a message of the bot. Raises InvalidComponent."""
    if message is None or message.author.id != interaction.application_id:
        raise InvalidComponent
    # A forged press must not turn another message of the bot into a panel.
    components = (part for row in message.components for part in getattr(row, "components", ()))
    if not any(getattr(part, "custom_id", None) == custom_id(EDIT) for part in components):
        raise InvalidComponent
    embed = message.embeds[0] if message.embeds else None
    return read_panel((embed and embed.title) or "", (embed and embed.description) or "")


def _is_private(message: hikari.Message) -> bool:
    return bool(message.flags & hikari.MessageFlag.EPHEMERAL)


async def _require_editor(
    interaction: UserInteraction, message: hikari.Message, guild_contexts: GuildContexts
) -> bool:
    """Return whether the user is the author. Raises NotYourPanel unless they may edit it."""
    metadata = message.interaction_metadata
    if metadata is not None and metadata.user.id == interaction.user.id:
        return True
    if not (await guild_contexts.of(interaction)).is_game_master:
        raise NotYourPanel
    return False
