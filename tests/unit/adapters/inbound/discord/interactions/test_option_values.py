"""Tests which values of options are refused, although Discord's client would not send them."""

from __future__ import annotations

from collections.abc import Sequence

import hikari
import lightbulb
import pytest

from nazh.adapters.inbound.discord.errors import InvalidOption
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.option_values import DeclaredOptions
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE, Response

STRING, INTEGER, USER = (
    hikari.OptionType.STRING,
    hikari.OptionType.INTEGER,
    hikari.OptionType.USER,
)
MIRA, NOBODY = hikari.Snowflake(5), hikari.Snowflake(6)


class Hire(lightbulb.SlashCommand, name="hire", description="Hire somebody."):
    """Declares options with bounds."""

    count = lightbulb.integer("count", "How many.", min_value=1, max_value=3)
    title = lightbulb.string("title", "A title.", min_length=2, max_length=4, default=None)
    user = lightbulb.user("user", "Whom.", default=None)

    @handler
    async def respond(self, interaction: hikari.CommandInteraction) -> Response:
        return DEFERRED_UPDATE


def option(name: str, kind: hikari.OptionType, value: object) -> hikari.CommandInteractionOption:
    return hikari.CommandInteractionOption(
        name=name,
        type=kind,
        value=value,  # type: ignore[arg-type]  # values that no client sends
        options=None,
    )


ONE = option("count", INTEGER, 1)


def check(*given: hikari.CommandInteractionOption) -> None:
    options = Hire._command_data.options.values()
    for declared in options:
        declared._localized_name = declared.name
    resolved = hikari.ResolvedOptionData(
        attachments={},
        channels={},
        members={},
        messages={},
        roles={},
        users={MIRA: object()},  # type: ignore[dict-item]  # only the ids are read
    )
    DeclaredOptions(options).check(given, resolved)


@pytest.mark.parametrize(
    "given",
    [
        [option("count", INTEGER, 1)],
        [option("count", INTEGER, 3)],
        [ONE, option("title", STRING, "Sr")],
        [ONE, option("title", STRING, "Lady")],
        [ONE, option("user", USER, MIRA)],
    ],
    ids=str,
)
def test_values_up_to_the_bounds_are_taken(
    given: Sequence[hikari.CommandInteractionOption],
) -> None:
    check(*given)


@pytest.mark.parametrize(
    "given",
    [
        [],
        [option("count", INTEGER, 0)],
        [option("count", INTEGER, 4)],
        [option("count", INTEGER, True)],
        [option("count", STRING, "1")],
        [ONE, ONE],
        [ONE, option("title", STRING, "S")],
        [ONE, option("title", STRING, "Queen")],
        [ONE, option("user", USER, NOBODY)],
        [ONE, option("other", STRING, "Sr")],
    ],
    ids=str,
)
def test_other_values_are_refused(given: Sequence[hikari.CommandInteractionOption]) -> None:
    with pytest.raises(InvalidOption):
        check(*given)
