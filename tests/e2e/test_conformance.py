"""Tests that Discord's OpenAPI document is available."""

from __future__ import annotations

from dataclasses import replace

from localcord.conformance import OpenApiValidator
from tests.e2e.conftest import DOCUMENT, Table
from tests.e2e.program import Program
from tests.external_services import absent


def test_discords_document_is_at_hand() -> None:
    if not DOCUMENT.is_file():
        absent("openapi", f"no request was validated; Discord's document is not at {DOCUMENT}")


async def test_a_request_that_does_not_conform_would_be_noticed(
    validator: OpenApiValidator | None, table: Table, bot: Program
) -> None:
    if validator is None:
        absent("openapi", f"Discord's document is not at {DOCUMENT}")

    await table.channel_user.slash("roll", pool1="2d6")

    route = "/interactions/{interaction_id}/{interaction_token}/callback"
    (request,) = table.discord.requests.find("POST", route)
    assert validator.problems(request) == []
    assert validator.problems(replace(request, body={**request.body, "type": "four"})) != []
    assert validator.check("POST", route, {**request.body, "type": "four"}) != []
