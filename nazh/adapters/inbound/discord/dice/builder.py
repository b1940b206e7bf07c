"""``/build``: a builder in a message of its own, every press of which begins from what it shows.

Nothing is kept between presses. Whose builder it is, is Discord's word; what stands in it, the
bot's own; a ``custom_id`` only names a step (docs/adr/0008-the-builder-is-stateless.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2s

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, Kind, whisper
from nazh.adapters.inbound.discord.components import ButtonAction, FormAction
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.builder_messages import (
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
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.houses import House, Houses
from nazh.adapters.inbound.discord.dice.presenter import roll_message
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.secret_rolls import secret_notice
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import ForgedButton, NotYourBuilder, UnknownButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice.drafting import lost_builder
from nazh.adapters.inbound.wording.dice.odds import brief_odds
from nazh.application.dice.open_builder import BuildRequest, OpenBuilder
from nazh.application.dice.reckoning import Reckoner
from nazh.application.dice.roll_dice import RollRequest
from nazh.domain.dice import parse_roll
from nazh.domain.dice.drafting import STEPS, Draft, can_be_worded, with_die, with_words
from nazh.domain.dice.making import DRAFTABLE_DICE
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import PlayerId, RequestId
from nazh.domain.kernel.phrases import phrase


def build_command(
    open_builder: OpenBuilder,
    houses: Houses,
    door: Door,
    reckoner: Reckoner,
    complete: Autocomplete,
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/build``."""

    async def build(interaction: hikari.CommandInteraction, notation: str) -> Answer:
        by = PlayerId(interaction.user.id)
        house = await houses.glimpsed(interaction)
        draft = await open_builder(BuildRequest(by, notation, server_of(interaction)))
        odds = draft_odds(draft, house, reckoner)
        return builder_message(Builder(draft), house.ruleset, house.private, odds)

    class Build(
        lightbulb.SlashCommand,
        name=names.BUILD,
        description=phrase("Build a roll die by die, without typing."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        pools = lightbulb.string(
            names.POOLS,
            phrase("What to begin with, if not with nothing: a1d20+5, 2d6"),
            localize=True,
            default=None,
            autocomplete=complete,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(build, ctx.interaction, self.pools or ""))

    return Build


def build_button(table: Table, reckoner: Reckoner, taps: Taps) -> ButtonAction:
    """Return the action of everything in a builder that can be pressed or chosen."""

    async def press(interaction: hikari.ComponentInteraction, name: str) -> Answer:
        builder = shown_by(interaction, interaction.message)
        draft = builder.draft
        if name in (ROLL, ROLL_SECRETLY) and not draft.is_empty:
            tap = interaction.message.id, interaction.user.id, interaction.id
            if await taps.is_second(*tap, name):
                return NOTHING_NEW
            return await roll(interaction, builder, is_secret=name == ROLL_SECRETLY)
        if name == WORDS and can_be_worded(draft):
            return words_form(draft, private_words(interaction))
        stepped = replace(builder, draft=_stepped(draft, name, interaction.values))
        house = await table.houses.glimpsed(interaction)
        return edit(stepped, house, reckoner)

    async def roll(
        interaction: hikari.ComponentInteraction, builder: Builder, *, is_secret: bool
    ) -> Answer:
        request = _request(interaction, builder, table, is_secret=is_secret)
        house = await table.houses.at(interaction)
        outcome = await table.roll(request, house)
        message = roll_message(
            outcome,
            table.arguments(outcome.rolls, interaction),
            house.words(is_secret=is_secret),
            is_secret=is_secret,
            is_compact=house.is_compact and not is_secret,
        )
        posted = message.data or {}
        notice = secret_notice(outcome, interaction, house) if is_secret else None
        rolled = replace(builder, rolls=builder.rolls + 1)
        return ErrandAnswer(
            Kind.EDIT,
            builder_body(
                rolled, house.ruleset, house.private, draft_odds(builder.draft, house, reckoner)
            ),
            otherwise=message,
            errands=(Errand(request.id, posted), *((notice,) if notice else ())),
        )

    return press


def words_action(houses: Houses, reckoner: Reckoner) -> FormAction:
    """Return the action of the form for label and difficulty."""

    async def word(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
        builder = shown_by(interaction, interaction.message)
        typed = {part.custom_id: part.value for line in interaction.components for part in line}
        draft = with_words(builder.draft, typed.get(LABEL, ""), typed.get(DIFFICULTY, ""))
        house = await houses.glimpsed(interaction)
        return edit(replace(builder, draft=draft), house, reckoner)

    return word


def edit(builder: Builder, house: House, reckoner: Reckoner) -> Answer:
    """Return an edit of the builder's message to what it shows now."""
    odds = draft_odds(builder.draft, house, reckoner)
    return ErrandAnswer(
        Kind.EDIT,
        builder_body(builder, house.ruleset, house.private, odds),
        otherwise=whisper(lost_builder(builder.draft, house.private)),
    )


def draft_odds(draft: Draft, house: House, reckoner: Reckoner) -> str:
    """Return the odds of a draft in one line; empty where there are none, or not at once."""
    if draft.is_empty:
        return ""
    try:
        return brief_odds(reckoner.at_once(parse_roll(draft.text), house.ruleset), house.private)
    except Refusal:
        return ""


def shown_by(
    interaction: hikari.ComponentInteraction | hikari.ModalInteraction,
    message: hikari.Message | None,
) -> Builder:
    """Return what the message shows. Raises ForgedButton and NotYourBuilder."""
    metadata = None if message is None else message.interaction_metadata
    if message is None or metadata is None or message.author.id != interaction.application_id:
        raise ForgedButton
    if metadata.user.id != interaction.user.id:
        raise NotYourBuilder
    for embed in message.embeds[:1]:
        footer = embed.footer.text if embed.footer else None
        try:
            return read_builder(
                embed.description or "", [field.value for field in embed.fields], footer or ""
            )
        except ValueError as error:
            raise ForgedButton from error
    raise ForgedButton


def _stepped(draft: Draft, name: str, chosen: Sequence[str]) -> Draft:
    """Return the draft after a step; the draft itself where the step is not possible."""
    if name in (WORDS, ROLL, ROLL_SECRETLY):
        return draft
    if name == DIE:
        die = DRAFTABLE_DICE.get(chosen[0]) if chosen else None
        if die is None:
            raise ForgedButton
        return with_die(draft, die)
    if name not in STEPS:
        raise UnknownButton
    return STEPS[name](draft)


def _request(
    interaction: hikari.ComponentInteraction, builder: Builder, table: Table, *, is_secret: bool
) -> RollRequest:
    # Two presses that began from the same words are one request, whichever comes through.
    words = blake2s(builder.draft.text.encode(), digest_size=8).hexdigest()
    plan = parse_roll(builder.draft.text)
    request = table.request(
        interaction,
        plan.notation,
        id=f"build:{interaction.message.id}:{builder.rolls}:{words}",
        # The roll is posted in the name of this press, and its buttons look for it by that.
        also=RequestId(str(interaction.id)),
        is_secret=is_secret,
    )
    return replace(request, is_again=True, comment=plan.comment)
