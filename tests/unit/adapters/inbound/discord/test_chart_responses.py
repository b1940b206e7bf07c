"""Tests who sees texts with charts, and that pictures are added only if all are drawn."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.chart_responses import Section, chart_response, message_body
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, File, Response
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.test_pages import press

__all__ = ["factory"]

WAVES: Any = SimpleNamespace(alt_text="waves")
BARS: Any = SimpleNamespace(alt_text="bars")
SECTIONS = (Section("## Power", WAVES), Section("## Notes"), Section("## Income", BARS))


class Renderer:
    """Draws charts as their alt texts; satisfies ``ChartRenderer``."""

    def __init__(self, *undrawn: str) -> None:
        self._undrawn = undrawn

    async def draw(self, chart: Any) -> bytes | None:
        text: str = chart.alt_text
        return None if text in self._undrawn else text.encode()


def response_of(factory: Any, *, is_public: bool = True, undrawn: tuple[str, ...] = ()) -> Response:
    renderer: Any = Renderer(*undrawn)
    return chart_response(press(factory), "board", SECTIONS, renderer, is_public=is_public)


@pytest.mark.parametrize("is_public", [True, False])
def test_texts_and_pictures_are_seen_by_the_same_people(factory: Any, is_public: bool) -> None:
    response = response_of(factory, is_public=is_public)

    (followup,) = response.followups
    for body in (response.data, followup.message):
        assert body is not None
        flags = body["flags"]
        assert isinstance(flags, int)
        assert bool(flags & EPHEMERAL) is not is_public


async def test_each_chart_is_below_its_text(factory: Any) -> None:
    response = response_of(factory)

    (followup,) = response.followups
    assert followup.draw is not None
    assert await followup.draw() == (File("board-1.png", b"waves"), File("board-2.png", b"bars"))
    components = json.loads(json.dumps(followup.message))["components"]
    assert [component["type"] for component in components] == [10, 12, 10, 10, 12]
    assert [str(component).count("board-") for component in components] == [0, 1, 0, 0, 1]
    assert [
        component["items"][0]["description"] for component in components if component["type"] == 12
    ] == [
        "waves",
        "bars",
    ]
    texts = json.loads(json.dumps(response.data))["components"]
    assert [text["content"] for text in texts] == ["## Power", "## Notes", "## Income"]


@pytest.mark.parametrize("undrawn", ["waves", "bars"])
async def test_without_one_picture_there_are_none(factory: Any, undrawn: str) -> None:
    (followup,) = response_of(factory, undrawn=(undrawn,)).followups

    assert followup.draw is not None
    assert await followup.draw() == ()


def test_texts_without_charts_have_no_pictures(factory: Any) -> None:
    renderer: Any = Renderer()
    response = chart_response(
        press(factory), "board", (Section("## Notes"),), renderer, is_public=True
    )

    assert response.followups == ()


@pytest.mark.parametrize(
    ("alt_text", "shown"), [("x" * 1_024, "x" * 1_024), ("x" * 1_025, f"{'x' * 1_021}...")]
)
def test_a_long_description_of_a_picture_is_cut(alt_text: str, shown: str) -> None:
    chart: Any = SimpleNamespace(alt_text=alt_text)

    body = json.loads(json.dumps(message_body((Section("", chart),), "board", is_public=True)))

    assert body["components"][1]["items"][0]["description"] == shown
