"""Tests that help pages are complete and within limits, and that examples can be rolled."""

from __future__ import annotations

import json
import re

import pytest

from nazh.adapters.inbound.discord.dice.help_examples import dice_help
from nazh.adapters.inbound.discord.guilds.help import HelpPages
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.texts.dice.help_pages import HELP_PAGES, help_text
from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.domain.dice import NAZH, PLAIN, Ruleset, parse_roll
from nazh.domain.dice.notation import parameters_in, read_saved
from nazh.domain.dice.panels import readings, written_list
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden
from tests.doubles.guild_settings import FixedSettings

PAGES = HelpPages([dice_help(NAZH)], FixedSettings(DEFAULT_SETTINGS))
NO_NOTATION = ("a", "d", "nazh verify", "verify.html")
PANEL = re.compile(r"\w+=")
TAKING_A_VALUE = "1d20 + {bonus=5}"


@pytest.mark.parametrize("name", HELP_PAGES)
async def test_a_page_looks_as_agreed(name: str, check_golden: CheckGolden) -> None:
    body = json.loads(json.dumps(await PAGES.body(name, None, ENGLISH)))
    if name != "players":  # whose file has the menu, which is on all pages
        del body["components"][0]

    check_golden(f"discord/help_{name}.json", json.dumps(body, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize("name", HELP_PAGES)
async def test_a_page_keeps_to_discords_limits(name: str) -> None:
    body = json.loads(json.dumps(await PAGES.body(name, None, ENGLISH)))

    assert len(body["embeds"][0]["description"]) <= DESCRIPTION_CHARACTERS
    buttons = body["components"][1]["components"]
    assert len(buttons) <= 5
    assert all(len(button["custom_id"]) <= CUSTOM_ID_CHARACTERS for button in buttons)


@pytest.mark.parametrize(
    ("operator_ruleset", "words", "is_shown"),
    [
        (NAZH, {}, True),
        (PLAIN, {}, False),
        (PLAIN, {"ruleset": "cosmere"}, True),
        (NAZH, {"plot_die": "off"}, False),
        (NAZH, {"ruleset": "plain", "plot_die": "on"}, False),
    ],
)
async def test_the_page_about_the_plot_die_is_in_the_menu_where_it_is_offered(
    operator_ruleset: Ruleset, words: dict[str, str], *, is_shown: bool
) -> None:
    pages = HelpPages([dice_help(operator_ruleset)], FixedSettings(GuildSettings(words)))

    body = json.loads(json.dumps(await pages.body("players", GuildId(1), ENGLISH)))

    keys = [option["value"] for option in body["components"][0]["components"][0]["options"]]
    assert ("plot" in keys) is is_shown
    assert "lot die" not in body["embeds"][0]["description"]


@pytest.mark.parametrize("locale", ["en-US", *LANGUAGES])
@pytest.mark.parametrize("name", HELP_PAGES)
def test_all_notation_on_help_pages_can_be_rolled(name: str, locale: str) -> None:
    page = HELP_PAGES[name]
    text = help_text(page, translator_for(locale))
    saved = dict.fromkeys(re.findall(r"\$\w+", text), TAKING_A_VALUE)
    saved |= dict.fromkeys(re.findall(r"@\w+", text), "5")

    for notation in (*page.examples, *re.findall("`(.*?)`", text)):
        if notation.startswith(("/", "# ")) or notation in NO_NOTATION:
            continue
        if PANEL.match(notation):
            for line in written_list(notation):
                parse_roll(next(readings(line)).notation)
        elif parameters_in(notation):
            read_saved("$it", notation, {})
        else:
            parse_roll(notation, saved=tuple(saved.items()), is_typed=True)
