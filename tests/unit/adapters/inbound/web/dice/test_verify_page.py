"""Tests the served verification page over real sockets."""

from __future__ import annotations

import aiohttp

from nazh.adapters.inbound.web.dice.verify_page import VerifyPage, page_url
from tests.unit.adapters.inbound.web.test_server import RunningServer
from tests.unit.docs.test_verify_page import PAGE


async def test_the_served_page_is_the_file_and_may_run_its_script() -> None:
    running = await RunningServer(routes=(VerifyPage(),)).open()
    async with aiohttp.request("GET", f"{running.address}/verify.html") as response:
        body = await response.read()
    await running.server.stop()

    assert (response.status, body) == (200, PAGE.read_bytes())
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    # The policy in the page allows the script; that of the other pages would forbid it.
    assert response.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert response.headers["Content-Disposition"] == 'inline; filename="verify.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_without_a_public_address_there_is_nothing_to_link_to() -> None:
    assert page_url(None) is None
    assert page_url("https://dice.example.org/nazh") == "https://dice.example.org/nazh/verify.html"
