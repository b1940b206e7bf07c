"""Tests the report of a battle in the news, and the buttons and commands that show it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

import hikari
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.dominion.wars.battle_messages import PINGS, REPORTS, compose_news
from nazh.adapters.inbound.discord.dominion.wars.battles import (
    BattleResponder,
    replay_button,
    verify_button,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, Response
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.battles.show_battle import BattleView, ShowBattle
from nazh.application.dominion.notices.payloads import (
    notice_payload,
    read_battle_view,
    without_ping,
)
from nazh.application.dominion.ports import (
    BattleEntry,
    FoughtBattle,
    NationNotice,
    Requester,
    WorldTransaction,
)
from nazh.application.shared.charts import AnyChart
from nazh.domain.dominion.combat.checking import differences, read_battle
from nazh.domain.dominion.errors.wars import NoSuchBattle
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden
from tests.doubles.worlds import UnusedWorld
from tests.unit.adapters.inbound.discord.dice.payloads import BOB, bot_message, payload
from tests.unit.adapters.inbound.texts.dominion.wars.battle_views import (
    AURELIA,
    BATTLE,
    BOREALIS,
    FOUGHT_AT,
    random_view,
    view_of,
)
from tests.unit.domain.dominion.dominion_examples import nation_with

Result = TypeVar("Result")


@dataclass
class Archive(UnusedWorld):
    """One battle, and a citizen of a nation; satisfies ``World``, ``Battles`` and a renderer."""

    battle: FoughtBattle
    nation: NationId
    drawn: list[AnyChart] = field(default_factory=list)

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        return nation_with(id=self.nation)  # type: ignore[return-value]  # what the use case asks for

    async def of_wars(self, wars: Collection[WarId]) -> Mapping[WarId, FoughtBattle]:
        return {self.battle.war: self.battle} if self.battle.war in wars else {}

    async def of_guild(self, guild: GuildId, most: int) -> tuple[BattleEntry, ...]:
        raise AssertionError

    async def draw(self, chart: AnyChart) -> bytes | None:
        self.drawn.append(chart)
        return b"PNG"


def archive(nation: NationId = AURELIA) -> Archive:
    return Archive(view_of(BATTLE).battle, nation)


async def press(archive: Archive, action: str, arguments: str) -> Response:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    pressed = factory.deserialize_component_interaction(
        payload(3, data, bot_message(), BOB, 60_000 << 22)
    )
    pressed.guild_id = hikari.Snowflake(77)
    battles = BattleResponder(ShowBattle(archive, archive), archive, archive)
    button = replay_button if action == "replay" else verify_button
    return await button(battles)(pressed, arguments)


def news(view: BattleView) -> str:
    facts = {"war": "7", "winner": "Aurelia", "loser": "Borealis"}
    notice = NationNotice("Aurelia", FOUGHT_AT, NoticeKind.BATTLE_FOUGHT, facts)
    return notice_payload(notice, view)


def test_the_news_has_the_report_with_buttons(check_golden: CheckGolden) -> None:
    composed = compose_news([news(view_of(BATTLE))], ENGLISH)

    message = {
        "content": composed.text,
        "embeds": composed.embeds,
        "components": composed.components,
    }
    text = json.dumps(message, indent=2, ensure_ascii=False)
    check_golden("discord/dominion_battle_news.json", f"{text}\n")


def test_of_many_battles_the_last_ones_have_reports() -> None:
    payloads = [news(view_of(BATTLE, nation)) for nation in (AURELIA, AURELIA, BOREALIS)]

    composed = compose_news(payloads, ENGLISH)

    assert composed.text.count("has won the battle") == 3
    titles = [embed["title"] for embed in composed.embeds]
    assert titles == ["Victory over Borealis", "Defeat by Aurelia"]
    assert len(composed.components) == REPORTS


def announcement(text: str, role: int | None) -> NationNotice:
    facts: dict[str, int | str] = {"text": text} if role is None else {"text": text, "role": role}
    return NationNotice("Aurelia", FOUGHT_AT, NoticeKind.ANNOUNCEMENT, facts)


def test_an_announcement_pings_its_role_in_the_channel_alone() -> None:
    notices = [announcement("Hail <@&42> @everyone", 77), announcement("Vote", None)]

    composed = compose_news([notice_payload(notice) for notice in notices], ENGLISH)
    direct = compose_news([notice_payload(without_ping(notice)) for notice in notices], ENGLISH)

    assert composed.text.startswith("<@&77>\n## Aurelia\n**Announcement:** Hail ")
    assert composed.roles == (77,)
    assert (direct.roles, direct.text) == ((), composed.text.removeprefix("<@&77>\n"))


def test_an_announcement_with_a_ping_fits_into_a_message() -> None:
    roles = [10**18 + number for number in range(5)]
    payloads = [notice_payload(announcement("x" * 1_000, role)) for role in roles]

    composed = compose_news(payloads, ENGLISH)

    assert composed.roles == tuple(roles[-PINGS:])
    assert len(composed.text) <= 2_000


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=3))
def test_any_reports_fit_into_one_message(seeds: list[int]) -> None:
    views = [random_view(Random(seed)) for seed in seeds]

    composed = compose_news([news(view) for view in views], ENGLISH)

    assert len(composed.embeds) == min(len(seeds), REPORTS)
    texts = [text for embed in composed.embeds for text in _texts(embed)]
    assert sum(map(len, texts)) <= 6_000
    assert [read_battle_view(news(view)) for view in views] == views


def _texts(embed: Mapping[str, object]) -> list[str]:
    fields = embed["fields"]
    assert isinstance(fields, tuple)
    parts = [embed["title"], embed["description"]]
    return [
        *map(str, parts),
        *(embed_field[key] for embed_field in fields for key in ("name", "value")),
    ]


async def test_the_picture_comes_in_private_when_it_is_drawn() -> None:
    kept_archive = archive(BOREALIS)

    response = await press(kept_archive, "replay", "7")

    assert response.data is not None
    assert response.data["flags"] == EPHEMERAL
    assert "Defeat by Aurelia" in json.dumps(response.data)
    (followup,) = response.followups
    assert followup.draw is not None
    (file,) = await followup.draw()
    assert (file.name, file.content) == ("battle-7.png", b"PNG")
    assert "attachment://battle-7.png" in json.dumps(followup.message)
    assert len(kept_archive.drawn) == 1


async def test_a_verification_has_the_record_as_a_file() -> None:
    response = await press(archive(), "verify", "7")

    assert "Battle of war 7: verified" in json.dumps(response.data)
    assert response.file is not None
    assert response.file.name == "battle-7-1.json"
    battle, record = read_battle(response.file.content.decode())
    assert not differences(record, battle)
    assert f"--commitment {battle.commitment}" in json.dumps(response.data)


@pytest.mark.parametrize("action", ["replay", "verify"])
async def test_other_nations_and_other_wars_are_refused(action: str) -> None:
    with pytest.raises(NoSuchBattle):
        await press(archive(NationId(99)), action, "7")
    with pytest.raises(NoSuchBattle):
        await press(archive(), action, "8")


@pytest.mark.parametrize("arguments", ["0", "x", "", "1000000001"])
async def test_a_forged_button_is_refused(arguments: str) -> None:
    with pytest.raises(InvalidComponent):
        await press(archive(), "replay", arguments)
