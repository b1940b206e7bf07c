"""Tests which Redis URLs are accepted, the errors for others, and hidden passwords."""

from __future__ import annotations

import pytest
from redis.asyncio.connection import parse_url

from nazh.adapters.inbound.settings import (
    InvalidSettings,
    RedisSettings,
    Settings,
    check_settings,
    read_settings,
    setting_reader,
)
from nazh.adapters.inbound.settings.values.redis_urls import parse_redis_url
from tests.settings import DISCORD
from tests.unit.adapters.inbound.settings.environment import TOKEN

KNOWN = ("host", "port", "db", "username", "password", "path")
ADDRESSES = {
    "redis://redis": {"host": "redis"},
    "redis://redis/": {"host": "redis"},
    "redis://redis:6380/2": {"host": "redis", "port": 6380, "db": 2},
    "redis://[::1]:6379/0": {"host": "::1", "port": 6379, "db": 0},
    "redis://:hu%40sh@redis": {"host": "redis", "password": "hu@sh"},
    "rediss://nazh:hush@redis/1": {
        "host": "redis", "db": 1, "username": "nazh", "password": "hush",
    },
    "unix:///run/redis/redis.sock": {"path": "/run/redis/redis.sock"},
    "unix://:hush@/run/redis.sock?db=3": {
        "path": "/run/redis.sock", "db": 3, "password": "hush",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_a_redis_url_is_accepted_and_parsed(text: str) -> None:
    redis_url = parse_redis_url(text)

    meant = {name: value for name, value in parse_url(redis_url.reveal()).items() if name in KNOWN}
    assert meant == ADDRESSES[text]
    assert "hush" not in repr(redis_url)


@pytest.mark.parametrize(
    "text",
    [
        "redis", "redis:6379", "redis:///0", "redis://", "redis://h/zero", "redis://h/0/1",
        "redis://h/123456", "redis://h:port", "redis://h:70000", "redis://:p#x@h",
        "redis://:p x@h",
        "redis://h/0?socket_timeout=9", "rediss://h?ssl_cert_reqs=none", "redis://[h",
        "unix://", "unix:///", "unix:///run/", "unix://host/run/redis.sock",
        "unix:///run/redis.sock?db=x", "unix:///run/redis.sock?retry=1", "http://h:6379",
        "redis://:p@h/0\n", "postgresql://u:p@h/nazh",
    ],
)  # fmt: skip
def test_an_invalid_url_is_reported_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not the address of a Redis") as caught:
        parse_redis_url(text)

    assert "p@" not in str(caught.value)


def test_the_password_alone_is_hidden() -> None:
    url = parse_redis_url("redis://nazh:s%40cret@redis:1/0")
    settings = Settings(DISCORD, redis=RedisSettings(url))

    assert set(settings.secrets) == {"MTAwMA.a.b", "s%40cret", "s@cret"}
    assert settings.redis.state == "on"


def test_without_an_address_nothing_is_shared() -> None:
    assert Settings(DISCORD).redis.state == "off"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("NAZH_REDIS_URL", "redis://redis:6379/0")
    assert read_settings(None).redis.url is not None

    monkeypatch.setattr(setting_reader, "EXTRA_PACKAGES", {"scale": "no.such.package"})

    with pytest.raises(InvalidSettings, match=r"^NAZH_REDIS_URL needs the extra scale"):
        read_settings(None)


def test_a_check_shows_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAZH_REDIS_URL", "redis://:s3cr3t@redis")

    settings_shown = {setting.name: setting.value for setting in check_settings(None).settings}

    assert settings_shown["NAZH_REDIS_URL"] == "set, not shown"
