"""Tests that this process obeys its own changes of the controls at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.operations.controls import Controls
from tests.doubles.clock import FrozenClock


class SlowStore:
    """Satisfies ``ControlStore``; a read that has begun returns what was stored then."""

    def __init__(self) -> None:
        self.stored = Controls()
        self.reads = 0
        self.may_return = asyncio.Event()

    async def controls(self) -> Controls:
        self.reads += 1
        read = self.stored
        await self.may_return.wait()
        return read

    async def change(self, decide: Callable[[Controls], tuple[Controls, AuditEntry]]) -> Controls:
        raise NotImplementedError


async def test_controls_that_were_read_before_a_change_are_not_used_after_it() -> None:
    store = SlowStore()
    controls = CurrentControls(store, FrozenClock())
    reading = asyncio.ensure_future(controls())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    store.stored = replace(store.stored, phase=3)
    controls.forget()
    store.may_return.set()
    await reading

    assert (await controls()).phase == 3


async def test_commands_that_come_together_read_the_controls_once() -> None:
    store = SlowStore()
    controls = CurrentControls(store, FrozenClock())
    reading = [asyncio.ensure_future(controls()) for _ in range(10)]
    await asyncio.sleep(0)

    store.may_return.set()
    await asyncio.gather(*reading)

    assert store.reads == 1
