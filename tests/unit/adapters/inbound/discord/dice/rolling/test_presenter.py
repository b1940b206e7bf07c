"""Tests roll messages with golden files and properties."""

from __future__ import annotations

import json

import pytest

from nazh.adapters.inbound.discord.dice.rolling.byline import Byline
from nazh.adapters.inbound.discord.dice.rolling.presenter import (
    copy_form,
    revealed_edit,
    roll_message,
    roll_notification,
)
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll
from nazh.adapters.inbound.discord.interactions.responses import ResponseType
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.ui import GOLD, GREEN, GREY, RED
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.application.dice.rolling.outcome import Outcome
from nazh.domain.dice import COSMERE, NAZH, PLAIN, Roll, Ruleset
from nazh.domain.dice.guild_settings import Layout
from nazh.domain.dice.records import Proof
from tests.conftest import CheckGolden

MIRA = Byline("Mira", "https://cdn.discordapp.com/embed/avatars/1.png")


def rolls(
    notation: str, *faces: int, plot: bool = False, ruleset: Ruleset = NAZH
) -> tuple[Roll, ...]:
    return JudgeFaces()(EnteredThrow(notation, faces, plot, ruleset))


STORIES = {
    "one_pool": rolls("1d20+5", 11),
    "edge_plot_and_damage": rolls("a1d20+5, 2d6", 3, 18, 3, 4, 2, plot=True),
    "opportunity": rolls("Stealth: d1d20+2 vs 15 # quietly now", 9, 17, 6, plot=True),
    "explosions": rolls("5d6!>=5, 4d6kh3", 5, 1, 2, 3, 4, 6, 1, 1, 2, 3, 6),
    "successes": rolls("6d10>=8f=1", 1, 8, 9, 10, 2, 3),
    "repeats": rolls("3x4d6kh3", *(1, 2, 3, 4), *(6, 6, 6, 6), *(1, 1, 1, 1)),
    "hostile_words": rolls("1d6[fire] # @everyone <@1> **loud** https://evil.example", 3),
    "complication": rolls("1d20, Damage: 2d6+3", 1, 2, 5, 1, plot=True, ruleset=COSMERE),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_roll_looks_as_agreed(story: str, check_golden: CheckGolden) -> None:
    body = roll_message(Outcome(STORIES[story]), MIRA, "…", ENGLISH).body

    check_golden(f"discord/roll_{story}.json", as_text(body))


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("story", ["edge_plot_and_damage", "opportunity", "repeats"])
def test_every_layout_looks_as_agreed(
    layout: Layout, story: str, check_golden: CheckGolden
) -> None:
    proof = Proof("00c0ffee00c0ffee", 12, "3f2a9c01" + 56 * "0")

    body = roll_message(Outcome(STORIES[story], proof), MIRA, "…", ENGLISH, layout=layout).body

    check_golden(f"discord/layout_{layout.value}_{story}.json", as_text(body))


def test_a_text_that_is_too_long_for_a_message_gets_an_embed() -> None:
    outcome = Outcome(rolls(f"1d20 # {'_' * 380}", 11))

    fits = roll_message(outcome, MIRA, "…", ENGLISH, layout=Layout.TEXT).body
    embedded = roll_message(outcome, Byline("*" * 600), "…", ENGLISH, layout=Layout.TEXT).body

    assert json.loads(as_text(fits))["data"]["embeds"] == []
    assert len(json.loads(as_text(embedded))["data"]["embeds"]) == 1


def test_the_active_character_is_shown_above_a_roll(check_golden: CheckGolden) -> None:
    outcome = Outcome(rolls("1d20+5", 11))

    body = roll_message(outcome, Byline("Old *Jeskai* · Mira"), "…", ENGLISH).body

    check_golden("discord/roll_character.json", as_text(body))


@pytest.mark.parametrize("kind", [ResponseType.MESSAGE, ResponseType.EDIT])
@pytest.mark.parametrize("secret", [True, False])
def test_only_a_new_secret_message_asks_to_be_hidden(kind: ResponseType, secret: bool) -> None:
    data = roll_message(Outcome(rolls("1d20", 11)), MIRA, "…", ENGLISH, kind, is_secret=secret).data

    assert data is not None
    assert ("flags" in data) is (secret and kind is ResponseType.MESSAGE)


def test_a_form_looks_as_agreed(check_golden: CheckGolden) -> None:
    body = copy_form(ShownRoll(("a1d20+5", "2d6", "dp"), "en garde"), ENGLISH).body

    check_golden("discord/copy_form.json", as_text(body))


def test_a_plot_die_with_an_edge_offers_the_pick_to_the_permitted_user(
    check_golden: CheckGolden,
) -> None:
    body = roll_message(Outcome(rolls("1d20+5, a1dp", 11, 2, 5)), MIRA, "…", ENGLISH).body

    check_golden("discord/roll_pick.json", as_text(body))


def test_repeats_are_picked_one_after_the_other(check_golden: CheckGolden) -> None:
    body = roll_message(Outcome(rolls("2x1d20, d1dp", 11, 2, 2, 9, 3, 1)), MIRA, "…", ENGLISH).body

    check_golden("discord/roll_pick_repeats.json", as_text(body))


def test_a_secret_roll_can_be_revealed(check_golden: CheckGolden) -> None:
    body = roll_message(Outcome(rolls("1d20+5", 11)), MIRA, "…", ENGLISH, is_secret=True).body

    check_golden("discord/roll_secret.json", as_text(body))


def test_a_secret_roll_with_everything_has_two_rows_of_at_most_five_buttons() -> None:
    secret = roll_message(
        Outcome(rolls("1d20+5, a1dp", 11, 2, 5)), MIRA, "…", ENGLISH, is_secret=True
    ).body
    plain = roll_message(Outcome(rolls("1d20+5", 11)), MIRA, "…", ENGLISH, is_secret=True).body

    for body, sizes in ((secret, [2, 5]), (plain, [2, 4])):
        rows = json.loads(as_text(body))["data"]["components"]
        assert [len(row["components"]) for row in rows] == sizes


def test_a_revealed_roll_leaves_a_secret_copy_to_look_at(check_golden: CheckGolden) -> None:
    check_golden(
        "discord/roll_revealed.json",
        as_text(revealed_edit(Outcome(rolls("1d20+5", 11)), MIRA, "…", ENGLISH)),
    )


def test_a_notice_has_no_buttons(check_golden: CheckGolden) -> None:
    check_golden(
        "discord/roll_notice.json",
        as_text(roll_notification(Outcome(rolls("1d20", 11)), MIRA, "Psst.", ENGLISH)),
    )


def test_an_edit_offers_no_second_plot_die(check_golden: CheckGolden) -> None:
    outcome = Outcome(rolls("1d20", 11, 6, plot=True))

    body = roll_message(outcome, MIRA, "…", ENGLISH, ResponseType.EDIT).body

    check_golden("discord/roll_edit.json", as_text(body))


@pytest.mark.parametrize(
    ("notation", "faces", "colour"),
    [
        ("1d20+5", (11,), GREY),
        ("1d20+5 vs 15", (11,), GREEN),
        ("1d20+5 vs 15", (2,), RED),
        ("1d20+5 vs 30", (20,), GOLD),
        ("2d20kh1", (20, 1), GOLD),
        ("2d20kl1", (20, 2), GREY),
        ("d1d20", (20, 2), GREY),
        ("1d20+5 vs 15, 2d6 vs 12", (11, 1, 1), GREEN),
        ("2x1d20 vs 10", (11, 9), GREY),
        ("1d20, dp", (10, 2), GREY),
        ("1d20 vs 10, dp", (10, 2), GREEN),
        ("1d20 vs 10, dp", (5, 5), RED),
    ],
)
@pytest.mark.parametrize("ruleset", [NAZH, COSMERE, PLAIN])
def test_a_colour_has_one_meaning(
    notation: str, faces: tuple[int, ...], colour: int, ruleset: Ruleset
) -> None:
    outcome = Outcome(rolls(notation, *faces, ruleset=ruleset))

    assert embed_of(outcome)["color"] == colour


@pytest.mark.parametrize("ruleset", [NAZH, COSMERE, PLAIN])
def test_natural_faces_are_described_in_words(ruleset: Ruleset) -> None:
    best = embed_of(Outcome(rolls("1d20+5", 20, ruleset=ruleset)))["description"]
    worst = embed_of(Outcome(rolls("Attack: 1d20+5 vs 15", 1, ruleset=ruleset)))["description"]

    assert str(best).startswith("## 25 ★ Natural 20!\n")
    assert str(worst).startswith("## 6 ✗ Attack — natural 1\n")


@pytest.mark.parametrize(("ruleset", "offered"), [(NAZH, True), (COSMERE, True), (PLAIN, False)])
def test_the_plot_die_is_offered_by_games_that_have_one(ruleset: Ruleset, offered: bool) -> None:
    message = roll_message(Outcome(rolls("1d20", 11, ruleset=ruleset)), MIRA, "…", ENGLISH)

    (row,) = json.loads(as_text(message.data))["components"]
    labels = [button["label"] for button in row["components"]]
    assert labels[:4] == ["Roll Again", "Details", "Odds", "Copy Command"]
    assert labels[4:] == (["Add Plot Die"] if offered else [])
    assert row["components"][0]["style"] == 1


def test_labels_and_names_format_nothing() -> None:
    outcome = Outcome(rolls("Fire *x*: 1d20 vs 5", 11))

    data = json.loads(as_text(roll_message(outcome, Byline("*M* <@1>"), "…", ENGLISH).data))

    assert "Fire *x*" not in data["embeds"][0]["description"].splitlines()[0]
    assert data["content"].startswith("-# \\*M\\* \\<\\@")


def embed_of(outcome: Outcome) -> dict[str, object]:
    data = json.loads(as_text(roll_message(outcome, MIRA, "…", ENGLISH).data))
    embed: dict[str, object] = data["embeds"][0]
    return embed


def test_the_longest_roll_fits() -> None:
    faces = [10_000] * (100 + 5 * 100)
    longest = rolls("20d10000!, 20d10000!, 20d10000!, 20d10000!, 20d10000! # " + "*" * 330, *faces)

    data = roll_message(Outcome(longest), MIRA, "…", ENGLISH).data

    assert data is not None
    text = json.loads(as_text(data))["embeds"][0]["description"]
    assert len(text) <= DESCRIPTION_CHARACTERS
    assert text.endswith("stopped after 100 more dice")
    assert text.count("`20d10000!`") == 5


@pytest.mark.parametrize("is_too_long", [False, True])
def test_a_roll_is_cut_only_if_it_does_not_fit_with_the_notice(is_too_long: bool) -> None:
    repeated = ", ".join(["2d10000+900000000 vs 1"] * 5)
    outcome = Outcome(rolls(f"10x {repeated}", *[5_000] * 100))
    whole = description_of(outcome, "")
    notice = "n" * (DESCRIPTION_CHARACTERS - len(f"{whole}\n") + is_too_long)

    text = description_of(outcome, notice)

    roll_text = f"{whole[:-2]}…" if is_too_long else whole
    assert len(notice) > 100
    assert text == f"{roll_text}\n{notice}"


def description_of(outcome: Outcome, notice: str) -> str:
    data = roll_message(outcome, MIRA, "…", ENGLISH, notice=notice).data
    assert data is not None
    return str(json.loads(as_text(data))["embeds"][0]["description"])


def as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_a_proven_roll_shows_its_position_in_the_chain(check_golden: CheckGolden) -> None:
    proof = Proof("00c0ffee00c0ffee", 1_234, "3f2a9c01" + 56 * "0")

    body = roll_message(Outcome(rolls("1d20+5", 11), proof), MIRA, "…", ENGLISH).body

    check_golden("discord/roll_proven.json", as_text(body))


def test_a_proven_roll_stays_so_when_its_message_changes() -> None:
    proof = Proof("00c0ffee00c0ffee", 12, "3f2a9c01" + 56 * "0")

    outcome = Outcome(rolls("1d20+5, dp", 11, 3), proof)

    data = roll_message(outcome, MIRA, "…", ENGLISH, ResponseType.EDIT).data

    assert data is not None
    assert json.loads(as_text(data))["embeds"][0]["footer"] == {"text": "Proof 12 · 3f2a9c01"}
