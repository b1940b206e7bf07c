"""Tests what operators are told when hikari cannot connect."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import (
    IntentsRefused,
    InvalidShards,
    StartFailed,
    TokenRejected,
)
from nazh.adapters.inbound.discord.gateway.gateway_bot import translate_error


def closed(code: int) -> hikari.GatewayServerClosedConnectionError:
    return hikari.GatewayServerClosedConnectionError("closed", code=code)


@pytest.mark.parametrize(
    ("error", "translated"),
    [
        (hikari.UnauthorizedError("http://127.0.0.1", {}, b""), TokenRejected),
        (closed(4004), TokenRejected),
        (closed(4010), InvalidShards),
        (closed(4011), InvalidShards),
        (closed(4014), IntentsRefused),
        (closed(4012), StartFailed),
        (hikari.InternalServerError("http://127.0.0.1", 503, {}, b""), StartFailed),
        (ConnectionRefusedError(), StartFailed),
    ],
)
def test_every_error_is_translated(error: Exception, translated: type[Exception]) -> None:
    assert type(translate_error(error)) is translated


def test_codes_and_states_are_named() -> None:
    assert "code 4012" in str(translate_error(closed(4012)))
    unavailable = hikari.InternalServerError("http://127.0.0.1", 503, {}, b"")
    assert "status 503" in str(translate_error(unavailable))
