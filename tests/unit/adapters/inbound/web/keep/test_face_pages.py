"""Tests what the pages of the supervisor of faces say about their states."""

from __future__ import annotations

import aiohttp
import pytest

from nazh.adapters.inbound.web.health import Check, State
from nazh.adapters.inbound.web.keep.face_pages import FacePages, face_checks
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.status import Build
from nazh.application.keep.faces.supervise_faces import FaceStatus
from nazh.domain.keep.faces import FaceState
from tests.unit.adapters.inbound.web.test_server import Counting, RunningServer


@pytest.mark.parametrize(
    ("state", "health", "is_needed"),
    [
        (FaceState.RUNNING, State.OK, False),
        (FaceState.STOPPED, State.OK, False),
        (FaceState.WAITING, State.DEGRADED, False),
        (FaceState.MISCONFIGURED, State.DEGRADED, True),
        (FaceState.QUARANTINED, State.DEGRADED, True),
    ],
)
def test_only_a_face_that_needs_an_operator_makes_the_supervisor_not_ready(
    state: FaceState, health: State, is_needed: bool
) -> None:
    checks = face_checks({"Mira": FaceStatus(state)})

    assert list(checks()) == [Check("face Mira", health, state.value, is_needed=is_needed)]


async def test_metrics_and_probes_are_served_until_the_stop() -> None:
    probes = Probes(RunningServer().health, Build("1.2.3", "abc"))
    pages = FacePages("127.0.0.1", 0, Counting(), probes)
    address = f"http://127.0.0.1:{await pages.start()}"

    async with aiohttp.ClientSession() as client:
        async with client.get(f"{address}/metrics") as response:
            assert await response.text() == "asked_total 1\n"
            assert response.headers["Content-Type"] == Counting().content_type
        async with client.get(f"{address}/livez") as response:
            assert (response.status, await response.text()) == (200, "alive\n")
        with pytest.raises(aiohttp.ClientConnectionError):  # it listens at one address only
            await client.get(f"{address.replace('127.0.0.1', '127.0.0.2')}/metrics")

        await pages.stop()
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.get(f"{address}/metrics")
