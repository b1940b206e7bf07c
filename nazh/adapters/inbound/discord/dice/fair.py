"""``/fair``: sessions in which every public roll of a server can be proven."""

from __future__ import annotations

from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.dice.fair_messages import (
    added_answer,
    closed_message,
    opened_message,
    receipts_message,
    status_message,
)
from nazh.adapters.inbound.discord.dice.houses import Houses, manages_here
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import fair as said
from nazh.application.dice.add_words import LONGEST, AddWords, WordsRequest
from nazh.application.dice.close_fair import CloseFair
from nazh.application.dice.open_fair import FairRequest, OpenFair
from nazh.application.dice.show_fair import ShowFair
from nazh.application.dice.show_receipts import ShowReceipts
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from nazh.domain.kernel.phrases import phrase


def fair_group(*commands: type[lightbulb.SlashCommand]) -> lightbulb.Group:
    """Return the command ``/fair`` with its subcommands."""
    group = lightbulb.Group(
        said.FAIR,
        phrase("Rolls that anybody can check: open a session, add words, see the receipts."),
        localize=True,
        contexts=(hikari.ApplicationContextType.GUILD,),
        integration_types=(hikari.ApplicationIntegrationType.GUILD_INSTALL,),
    )
    for command in commands:
        group.register(command)
    return group


def open_command(open_fair: OpenFair, houses: Houses, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair open``."""

    async def begin(interaction: hikari.CommandInteraction) -> Answer:
        house = await houses.at(interaction)
        return opened_message(await open_fair(_request(interaction)), house.public)

    class Open(
        lightbulb.SlashCommand,
        name=said.OPEN,
        description=phrase("Open a fair session; for those who may manage the server."),
        localize=True,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(begin, ctx.interaction))

    return Open


def add_command(add_words: AddWords, houses: Houses, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair add``."""

    async def add(interaction: hikari.CommandInteraction, words: str) -> Answer:
        house = await houses.at(interaction)
        request = RequestId(str(interaction.id))
        by = PlayerId(interaction.user.id)
        added = await add_words(WordsRequest(request, _server(interaction), by, words))
        return added_answer(added, by, request, house.private, house.public)

    class Add(
        lightbulb.SlashCommand,
        name=said.ADD,
        description=phrase("Add words of your own to the dice to come in the fair session."),
        localize=True,
    ):
        words = lightbulb.string(
            said.WORDS,
            phrase("Whatever you like, the less to be guessed the better"),
            localize=True,
            min_length=1,
            max_length=LONGEST,
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(add, ctx.interaction, self.words))

    return Add


def status_command(show_fair: ShowFair, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair status``."""

    async def tell(interaction: hikari.CommandInteraction) -> Answer:
        return status_message(await show_fair(_server(interaction)), private_words(interaction))

    class Status(
        lightbulb.SlashCommand,
        name=said.STATUS,
        description=phrase("How the fair session stands."),
        localize=True,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(tell, ctx.interaction))

    return Status


def receipts_command(show_receipts: ShowReceipts, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair receipts``."""

    async def tell(interaction: hikari.CommandInteraction) -> Answer:
        receipts = await show_receipts(_server(interaction))
        return receipts_message(receipts, private_words(interaction))

    class ReceiptsCommand(
        lightbulb.SlashCommand,
        name=said.RECEIPTS,
        description=phrase("The receipts of the fair session as a file, for you to check."),
        localize=True,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(tell, ctx.interaction))

    return ReceiptsCommand


def close_command(
    close_fair: CloseFair, houses: Houses, door: Door
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair close``."""

    async def end(interaction: hikari.CommandInteraction) -> Answer:
        house = await houses.at(interaction)
        return closed_message(await close_fair(_request(interaction)), house.public)

    class Close(
        lightbulb.SlashCommand,
        name=said.CLOSE,
        description=phrase("Close the fair session and reveal its secret; for managers."),
        localize=True,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(end, ctx.interaction))

    return Close


def _request(interaction: hikari.CommandInteraction) -> FairRequest:
    return FairRequest(
        id=RequestId(str(interaction.id)),
        server=_server(interaction),
        by=PlayerId(interaction.user.id),
        is_manager=manages_here(interaction),
    )


def _server(interaction: hikari.CommandInteraction) -> ServerId:
    server = server_of(interaction)
    if server is None:
        raise ForgedButton
    return server
