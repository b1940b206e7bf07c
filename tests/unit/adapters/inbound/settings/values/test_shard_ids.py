"""Tests shard ids as lists and as parts by host name, and invalid ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.settings import InvalidSettings, Settings, read_settings
from nazh.adapters.inbound.settings.values.shard_ids import MAX_SHARDS, ShardIds, parse_shard_ids
from tests.unit.adapters.inbound.settings.environment import TOKEN


def settings_with(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in {"DISCORD_TOKEN": TOKEN, **variables}.items():
        monkeypatch.setenv(name, value)
    return read_settings(dotenv=None)


def problem(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with pytest.raises(InvalidSettings) as refused:
        settings_with(monkeypatch, **variables)
    (sentence,) = refused.value.problems
    return sentence


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0", (0,)),
        ("0-3,8", (0, 1, 2, 3, 8)),
        ("8, 1 - 2 ,2", (1, 2, 8)),
        ("7-7", (7,)),
        (f"0,{MAX_SHARDS - 1}", (0, MAX_SHARDS - 1)),
    ],
)
def test_a_list_has_numbers_and_ranges(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_shard_ids(text) == ShardIds(numbers)


@pytest.mark.parametrize(
    "text",
    [
        *("x", "3-1", "1,,2", ",", "-1", "0-99999", "1.5", "٣", "ordinal", "ordinal of"),
        *(f"0-{MAX_SHARDS}", "ordinal of 0", f"ordinal of {MAX_SHARDS + 1}"),
    ],
)
def test_a_malformed_list_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    message = problem(monkeypatch, NAZH_DISCORD_SHARD_IDS=text, NAZH_DISCORD_SHARD_COUNT="4")

    assert message.startswith(
        "NAZH_DISCORD_SHARD_IDS is not a list of shards. Write numbers and ranges"
    )


def test_there_are_at_most_as_many_parts_as_shards() -> None:
    assert parse_shard_ids(f"ordinal of {MAX_SHARDS}") == ShardIds(parts=MAX_SHARDS)
    assert parse_shard_ids("ordinal of 1") == ShardIds(parts=1)


@given(count=st.integers(1, 500), parts=st.integers(1, 500))
def test_the_parts_of_all_hosts_are_all_shards_once(count: int, parts: int) -> None:
    parts = min(parts, count)
    each = [ShardIds(parts=parts).on_host(count, f"nazh-{host}") for host in range(parts)]

    assert [number for part in each for number in part] == list(range(count))
    assert max(map(len, each)) - min(map(len, each)) <= 1


def test_without_settings_discords_shard_count_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch)

    assert (settings.discord.shard_count, settings.discord.own_shards) == (None, None)


def test_a_count_alone_is_all_of_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, NAZH_DISCORD_SHARD_COUNT="4")

    assert (settings.discord.shard_count, settings.discord.own_shards) == (4, None)


@pytest.mark.parametrize("host", ["nazh-2", "nazh-2.nazh.default.svc.cluster.local"])
def test_a_host_knows_its_part_by_its_name(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    settings = settings_with(
        monkeypatch,
        NAZH_DISCORD_SHARD_COUNT="10",
        NAZH_DISCORD_SHARD_IDS="Ordinal of 4",
        HOSTNAME=host,
    )

    assert settings.discord.own_shards == (5, 6)


def test_ids_without_a_count_say_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem(monkeypatch, NAZH_DISCORD_SHARD_IDS="0-3") == (
        "NAZH_DISCORD_SHARD_IDS says which shards, and NAZH_DISCORD_SHARD_COUNT does not say of "
        "how many. Set both, or leave both out."
    )


def test_a_shard_beyond_the_count_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem(monkeypatch, NAZH_DISCORD_SHARD_IDS="0-3,8", NAZH_DISCORD_SHARD_COUNT="8") == (
        "NAZH_DISCORD_SHARD_IDS names shard 8 of 8: shards are numbered from 0 to 7 "
        "(NAZH_DISCORD_SHARD_COUNT)."
    )


@pytest.mark.parametrize(
    ("host", "ids", "words"),
    [
        ("bot", "ordinal of 4", "and this host has none, as nazh-2 has"),
        ("nazh2", "ordinal of 4", "and this host has none, as nazh-2 has"),
        ("nazh-4", "ordinal of 4", "makes parts 0 to 3, and this host is number 4"),
        ("nazh-0", "ordinal of 9", "makes 9 parts of 8 shards, so this host's part is empty"),
    ],
)
def test_a_part_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, host: str, ids: str, words: str
) -> None:
    message = problem(
        monkeypatch, NAZH_DISCORD_SHARD_IDS=ids, NAZH_DISCORD_SHARD_COUNT="8", HOSTNAME=host
    )

    assert message.startswith("NAZH_DISCORD_SHARD_IDS ")
    assert words in message


def test_other_mistakes_are_reported_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    message = problem(monkeypatch, NAZH_DISCORD_SHARD_IDS="0", NAZH_DISCORD_SHARD_COUNT="many")

    assert message == "NAZH_DISCORD_SHARD_COUNT is not a whole number from 1 to 65536. Write one."
