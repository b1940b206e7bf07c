"""The command ``/build``, whose builder keeps its whole state in its message.

Nothing is stored between presses. Discord vouches for the owner of the builder, and its content is
the bot's own text; a ``custom_id`` only names a step (docs/adr/0008-stateless-builder.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2s

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.building.builder_messages import (
    DIE,
    DIFFICULTY,
    LABEL,
    ROLL,
    ROLL_SECRETLY,
    WORDS,
    Builder,
    builder_body,
    builder_message,
    read_builder,
    words_form,
)
from nazh.adapters.inbound.discord.dice.errors import NotYourBuilder
from nazh.adapters.inbound.discord.dice.guild_context import GuildContext, GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.byline import byline_of
from nazh.adapters.inbound.discord.dice.rolling.component_context import is_duplicate_press
from nazh.adapters.inbound.discord.dice.rolling.presenter import roll_message
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.secret_rolls import secret_notification
from nazh.adapters.inbound.discord.errors import InvalidComponent, UnknownComponent
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    Followup,
    Response,
    ResponseType,
    ephemeral,
)
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.dice.builder import lost_builder
from nazh.adapters.inbound.texts.dice.odds.odds import brief_odds
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.rolling.open_builder import OpenBuilder
from nazh.application.dice.rolling.roll_dice import RollRequest
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice import parse_roll
from nazh.domain.dice.building.draft_pools import DRAFTABLE_DICE
from nazh.domain.dice.building.drafting import STEPS, Draft, choose_die, labelled_pool, with_label
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.domain.kernel.texts import N_


def build_command(
    open_builder: OpenBuilder,
    guild_contexts: GuildContexts,
    odds_cache: OddsCache,
    complete: Autocomplete,
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/build``."""

    class Build(
        lightbulb.SlashCommand,
        name=names.BUILD,
        description=N_("Build a roll die by die, without typing."),
        localize=True,
        **EVERYWHERE,
    ):
        pools = lightbulb.string(
            names.POOLS,
            N_("Dice to start with, for example a1d20+5, 2d6"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            by = UserId(interaction.user.id)
            guild_context = await guild_contexts.of_or_default(interaction)
            draft = await open_builder(by, self.pools or "", server_of(interaction))
            odds = draft_odds(draft, guild_context, odds_cache)
            return builder_message(
                Builder(draft), guild_context.ruleset, guild_context.private, odds
            )

    return Build


def build_button(
    roll_responder: RollResponder, odds_cache: OddsCache, debouncer: Debouncer
) -> ButtonAction:
    """Return the action of a builder's buttons and menu."""

    async def press(interaction: hikari.ComponentInteraction, name: str) -> Response:
        builder = shown_by(interaction, interaction.message)
        draft = builder.draft
        if name in (ROLL, ROLL_SECRETLY) and not draft.is_empty:
            if await is_duplicate_press(debouncer, interaction, name):
                return DEFERRED_UPDATE
            return await roll(interaction, builder, is_secret=name == ROLL_SECRETLY)
        if name == WORDS and (pool := labelled_pool(draft)) is not None:
            return words_form(pool, private_translator(interaction))
        updated = replace(builder, draft=_apply_step(draft, name, interaction.values))
        guild_context = await roll_responder.guild_contexts.of_or_default(interaction)
        return edit(updated, guild_context, odds_cache)

    async def roll(
        interaction: hikari.ComponentInteraction, builder: Builder, *, is_secret: bool
    ) -> Response:
        request = _request(interaction, builder, roll_responder, is_secret=is_secret)
        guild_context = await roll_responder.guild_contexts.of(interaction)
        outcome = await roll_responder.roll(request, guild_context)
        notice = (
            await roll_responder.secret_notice(interaction, guild_context) if is_secret else None
        )
        message = roll_message(
            outcome,
            byline_of(interaction, outcome.character),
            roll_responder.arguments(outcome.rolls, interaction),
            guild_context.translator(is_secret=is_secret),
            is_secret=is_secret,
            layout=guild_context.layout_of(is_secret=is_secret),
            buttons=guild_context.buttons,
            notice="" if notice is None else notice.line,
        )
        posted = message.data or {}
        notification = secret_notification(outcome, interaction, guild_context, notice)
        rolled = replace(builder, rolls=builder.rolls + 1)
        return Response(
            ResponseType.EDIT,
            builder_body(
                rolled,
                guild_context.ruleset,
                guild_context.private,
                draft_odds(builder.draft, guild_context, odds_cache),
            ),
            fallback=message,
            followups=(Followup(request.id, posted), *((notification,) if notification else ())),
        )

    return press


def words_action(guild_contexts: GuildContexts, odds_cache: OddsCache) -> FormAction:
    """Return the action of the modal for label and difficulty."""

    async def set_words(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        builder = shown_by(interaction, interaction.message)
        typed = typed_texts(interaction)
        draft = with_label(builder.draft, typed.get(LABEL, ""), typed.get(DIFFICULTY, ""))
        guild_context = await guild_contexts.of_or_default(interaction)
        return edit(replace(builder, draft=draft), guild_context, odds_cache)

    return set_words


def edit(builder: Builder, guild_context: GuildContext, odds_cache: OddsCache) -> Response:
    """Return an edit of the builder's message to its current state."""
    odds = draft_odds(builder.draft, guild_context, odds_cache)
    return Response(
        ResponseType.EDIT,
        builder_body(builder, guild_context.ruleset, guild_context.private, odds),
        fallback=ephemeral(lost_builder(builder.draft, guild_context.private)),
    )


def draft_odds(draft: Draft, guild_context: GuildContext, odds_cache: OddsCache) -> str:
    """Return the odds of a draft in one line; empty if there are none, or they take too long."""
    if draft.is_empty:
        return ""
    try:
        return brief_odds(
            odds_cache.compute_inline(parse_roll(draft.text), guild_context.ruleset),
            guild_context.private,
        )
    except Refusal:
        return ""


def shown_by(
    interaction: hikari.ComponentInteraction | hikari.ModalInteraction,
    message: hikari.Message | None,
) -> Builder:
    """Return the builder in the message. Raises InvalidComponent and NotYourBuilder."""
    metadata = None if message is None else message.interaction_metadata
    if message is None or metadata is None or message.author.id != interaction.application_id:
        raise InvalidComponent
    if metadata.user.id != interaction.user.id:
        raise NotYourBuilder
    for embed in message.embeds[:1]:
        footer = embed.footer.text if embed.footer else None
        try:
            return read_builder(
                embed.description or "", [field.value for field in embed.fields], footer or ""
            )
        except ValueError as error:
            raise InvalidComponent from error
    raise InvalidComponent


def _apply_step(draft: Draft, name: str, chosen: Sequence[str]) -> Draft:
    """Return the draft after a step, or the unchanged draft if the step is not possible."""
    if name in (WORDS, ROLL, ROLL_SECRETLY):
        return draft
    if name == DIE:
        die = DRAFTABLE_DICE.get(chosen[0]) if chosen else None
        if die is None:
            raise InvalidComponent
        return choose_die(draft, die)
    if name not in STEPS:
        raise UnknownComponent
    return STEPS[name](draft)


def _request(
    interaction: hikari.ComponentInteraction,
    builder: Builder,
    roll_responder: RollResponder,
    *,
    is_secret: bool,
) -> RollRequest:
    # Presses on the same state of the builder are one request, whichever arrives first.
    digest = blake2s(builder.draft.text.encode(), digest_size=8).hexdigest()
    plan = parse_roll(builder.draft.text)
    request = roll_responder.request(
        interaction,
        plan.notation,
        id=f"build:{interaction.message.id}:{builder.rolls}:{digest}",
        # The roll is sent as a response to this press, and its buttons refer to this id.
        also=RequestId(str(interaction.id)),
        is_secret=is_secret,
    )
    return replace(request, is_reroll=True, comment=plan.comment)
