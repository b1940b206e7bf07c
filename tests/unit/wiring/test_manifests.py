"""Tests that the program does what the manifests of its contexts declare, and no more."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from dependency_injector.errors import Error

from nazh.adapters.inbound.discord.invite import Intents, Permissions
from nazh.adapters.inbound.settings import DatabaseSettings, DatabaseUrl
from nazh.application.shared.event_bus import Subscription, on
from nazh.application.shared.status_panels import Outcomes, StatusPanel
from nazh.domain.dice.events import BuilderOpened
from nazh.wiring.context import Context
from nazh.wiring.contexts import CONTEXTS, names_in_database
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import Program, assemble, new_program
from tests.conftest import CheckGolden
from tests.settings import SETTINGS


def job_names(program: Program) -> list[str]:
    return [job.name for job in program.operations.jobs()]


def test_the_needs_of_all_contexts_are_asked_for() -> None:
    platform = PlatformContainer(settings=SETTINGS)
    guild, message = Intents.GUILDS, Intents.GUILD_MESSAGES
    speak, react = Permissions.SEND_MESSAGES, Permissions.ADD_REACTIONS
    program = assemble(
        platform,
        (
            Context(name="one", intents=guild, permissions=speak),
            Context(name="other", intents=guild | message, permissions=react),
        ),
    )

    assert platform.gateway().intents == guild | message
    assert program.permissions == speak | react


def test_each_context_asks_for_what_it_does(tmp_path: Path, check_golden: CheckGolden) -> None:
    database = DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path}/unused"))
    platform = PlatformContainer(settings=replace(SETTINGS, database=database))

    lines = []
    for name, context in CONTEXTS.items():
        permissions = context.load(platform).permissions
        names = sorted(permission.name or "" for permission in permissions)
        lines.append(f"{name}: {', '.join(names)}\n")

    check_golden("wiring/permissions.txt", "".join(lines))


def test_without_a_context_nothing_is_asked_for() -> None:
    platform = PlatformContainer(settings=SETTINGS)
    program = assemble(platform, ())

    assert platform.gateway().intents == Intents.NONE
    assert program.permissions == Permissions.NONE


def test_a_context_cannot_build_the_bot_before_all_needs_are_known() -> None:
    with pytest.raises(Error, match="intents"):
        PlatformContainer(settings=SETTINGS).gateway()


async def test_an_event_reaches_the_listeners_of_every_context() -> None:
    names_heard: list[str] = []

    def listener(name: str) -> Subscription:
        async def hear(event: BuilderOpened) -> None:
            names_heard.append(name)

        return on(BuilderOpened, hear)

    platform = PlatformContainer(settings=SETTINGS)
    names = ("one", "other")
    assemble(platform, [Context(name=name, subscriptions=(listener(name),)) for name in names])
    await platform.events().publish(BuilderOpened())

    assert names_heard == ["one", "other"]


@pytest.mark.parametrize("name", ["dice", "dominion", "keep"])
def test_every_context_is_translated(name: str, tmp_path: Path) -> None:
    database = DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path}/unused"))
    platform = PlatformContainer(settings=replace(SETTINGS, database=database))

    package = CONTEXTS[name].load(platform).texts

    assert package.rpartition(".")[2] == name
    assert files(package).joinpath("catalogues").is_dir()


async def test_messages_of_the_outbox_reach_the_context_that_consumes_their_topic() -> None:
    payloads: list[str] = []

    async def take(payload: str) -> None:
        payloads.append(payload)

    platform = PlatformContainer(settings=SETTINGS)
    platform.outbox().put("one.fact", "it", platform.clock().now())
    program = assemble(platform, (Context(name="one", consumers={"one.fact": take}),))
    await next(job for job in program.operations.jobs() if job.name == "relay_outbox").run()

    assert payloads == ["it"]


def test_without_a_consumer_no_job_reads_the_outbox() -> None:
    assert "relay_outbox" not in job_names(new_program(SETTINGS))


def test_two_consumers_of_one_topic_are_rejected() -> None:
    async def take(payload: str) -> None:
        raise AssertionError

    contexts = [Context(name=name, consumers={"fact": take}) for name in ("one", "other")]

    with pytest.raises(ValueError, match="the same name"):
        assemble(PlatformContainer(settings=SETTINGS), contexts)


async def test_the_status_page_shows_the_panels_of_contexts() -> None:
    panel = StatusPanel("rings", lambda: Outcomes(done=1))
    program = assemble(
        PlatformContainer(settings=SETTINGS), (Context(name="one", status=(panel,)),)
    )

    assert [rates.name for rates in program.operations.sampler().rates()] == ["rings"]


def test_a_restored_database_is_put_right_by_contexts_that_are_off() -> None:
    assert names_in_database(()) == ["dice"], "its tables are in the chain that all databases have"
