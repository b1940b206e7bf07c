"""The door: work in, answers out, nobody left waiting."""

from __future__ import annotations

import asyncio
import logging
from typing import ClassVar

import hikari
import pytest
from hikari.users import UserImpl

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NOTHING_NEW, Answer, Kind
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.mishaps import reference_of
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId

ALICE, KEEP = 1, 2


class NoWay(Refusal):
    """A rule of this test."""

    code: ClassVar[str] = "no_way"

    def __init__(self) -> None:
        super().__init__("No way.")


class Outbox:
    """Keeps answers instead of sending them; satisfies ``Answering``."""

    def __init__(self, *, is_taken: bool = True, breaks: int = 0) -> None:
        self.answers: list[Answer] = []
        self._is_taken = is_taken
        self._breaks = breaks

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        if self._breaks:
            self._breaks -= 1
            raise RuntimeError("malformed")
        self.answers.append(answer)
        return self._is_taken

    @property
    def words(self) -> list[object]:
        return [None if one.data is None else one.data.get("content") for one in self.answers]


class SlowOutbox(Outbox):
    """Keeps answers as soon as it may."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = asyncio.Event()
        self.may_send = asyncio.Event()

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        self.is_asked.set()
        await self.may_send.wait()
        return await super().answer(interaction, answer)


class Notebook:
    """Counts what the door measures; satisfies ``DoorMeter``, and ``House``: an empty one."""

    inside = 0

    def __init__(self) -> None:
        self.answered = self.crashes = self.unanswered = 0
        self.refusals: list[str] = []

    def rolled_in(self, seconds: float) -> None:
        assert seconds >= 0

    def answered_in(self, seconds: float) -> None:
        assert seconds >= 0
        self.answered += 1

    def refused(self, code: str) -> None:
        self.refusals.append(code)

    def crashed(self) -> None:
        self.crashes += 1

    def unavailable(self) -> None:
        self.unanswered += 1

    def lost_answer(self, reason: str) -> None:
        assert reason

    def lost_notice(self) -> None:
        """Nobody here has a channel."""


class Mailbox:
    """Keeps what is reported; satisfies ``CrashReports``."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, str | None]] = []

    def report(self, error: BaseException, reference: str | None) -> None:
        self.reports.append((type(error).__name__, reference))


class Gate:
    """Tells those in ``waits`` to wait, and keeps who asked; satisfies ``Turnstile``."""

    def __init__(self, **waits: float) -> None:
        self.asked: list[tuple[PlayerId, ServerId | None]] = []
        self.waits = waits

    async def admit(
        self, player: PlayerId, server: ServerId | None
    ) -> tuple[float | None, float | None]:
        self.asked.append((player, server))
        return self.waits.get("player"), self.waits.get("server")


@pytest.fixture
def interaction() -> hikari.PartialInteraction:
    # An interaction as it comes out of hikari; the door looks at who sent it, and at its type.
    app = hikari.GatewayBot("MQ.a.b", banner=None, logs=None)
    return hikari.PartialInteraction(
        app=app,
        id=hikari.Snowflake(0x123456789ABCDEF),
        application_id=hikari.Snowflake(1),
        type=hikari.InteractionType.APPLICATION_COMMAND,
        token="t",
        version=1,
        authorizing_integration_owners={},
        context=hikari.ApplicationContextType.GUILD,
        app_permissions=None,
        user=UserImpl(
            id=hikari.Snowflake(ALICE),
            app=app,
            discriminator="0",
            username="alice",
            global_name=None,
            avatar_decoration=None,
            avatar_hash=None,
            banner_hash=None,
            accent_color=None,
            is_bot=False,
            is_system=False,
            flags=hikari.UserFlag.NONE,
            primary_guild=None,
        ),
        member=None,
        channel=None,  # type: ignore[arg-type]  # the door does not look
        guild_id=hikari.Snowflake(KEEP),
        guild_locale=None,
        locale=hikari.Locale.EN_US,
        entitlements=[],
        attachment_size_limit=0,
    )


async def nothing() -> Answer:
    return NOTHING_NEW


async def unreachable() -> Answer:
    raise AssertionError("this work should not have been done")


async def test_work_is_answered_and_timed(interaction: hikari.PartialInteraction) -> None:
    outbox, notebook = Outbox(), Notebook()

    await Door(outbox, Gate(), notebook, Mailbox()).receive(interaction, nothing)

    assert [answer.kind for answer in outbox.answers] == [Kind.NOTHING_NEW]
    assert (notebook.answered, notebook.crashes) == (1, 0)


async def test_an_answer_that_was_lost_is_not_timed(
    interaction: hikari.PartialInteraction,
) -> None:
    notebook = Notebook()

    await Door(Outbox(is_taken=False), Gate(), notebook, Mailbox()).receive(interaction, nothing)

    assert notebook.answered == 0


async def test_a_refusal_becomes_its_sentence(interaction: hikari.PartialInteraction) -> None:
    outbox, notebook = Outbox(), Notebook()

    async def refuse() -> Answer:
        raise NoWay

    await Door(outbox, Gate(), notebook, Mailbox()).receive(interaction, refuse)

    assert outbox.words == ["No way."]
    assert (notebook.refusals, notebook.crashes) == (["no_way"], 0)


async def test_machinery_that_is_away_becomes_a_sentence_and_one_line_in_the_log(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    outbox, notebook, mailbox = Outbox(), Notebook(), Mailbox()

    async def look_it_up() -> Answer:
        raise Unavailable("the database") from TimeoutError()

    await Door(outbox, Gate(), notebook, mailbox).receive(interaction, look_it_up)

    assert outbox.words == ["I cannot reach my records right now. Try again in a moment."]
    assert (notebook.unanswered, notebook.crashes) == (1, 0)
    assert mailbox.reports == []
    (record,) = caplog.records
    assert record.message == "the database is not available (TimeoutError)"
    assert record.exc_info is None


async def test_a_crash_becomes_an_apology_with_a_reference(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    outbox, notebook = Outbox(), Notebook()

    async def crash() -> Answer:
        raise RuntimeError("a secret of ours")

    await Door(outbox, Gate(), notebook, Mailbox()).receive(interaction, crash)

    (words,) = outbox.words
    reference = reference_of(interaction.id)
    assert f"`{reference}`" in str(words)
    assert "a secret of ours" not in str(words)
    assert reference in caplog.text
    assert "a secret of ours" in caplog.text
    assert (notebook.refusals, notebook.crashes) == ([], 1)


async def test_an_answer_that_discord_does_not_like_becomes_an_apology(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    outbox, notebook = Outbox(breaks=1), Notebook()

    await Door(outbox, Gate(), notebook, Mailbox()).receive(interaction, nothing)

    assert len(outbox.answers) == 1
    assert "malformed" in caplog.text
    assert notebook.crashes == 1


async def test_nothing_ever_escapes_the_door(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox, notebook = Mailbox(), Notebook()

    with caplog.at_level(logging.ERROR):
        await Door(Outbox(breaks=2), Gate(), notebook, mailbox).receive(interaction, nothing)

    assert caplog.text.count("Traceback") >= 2
    assert len(mailbox.reports) == 2
    assert notebook.crashes == 1


async def test_a_crash_is_reported_by_its_reference_and_a_refusal_is_not(
    interaction: hikari.PartialInteraction,
) -> None:
    mailbox = Mailbox()
    door = Door(Outbox(), Gate(), Notebook(), mailbox)

    async def refuse() -> Answer:
        raise NoWay

    async def crash() -> Answer:
        raise RuntimeError

    await door.receive(interaction, refuse)
    await door.receive(interaction, crash)

    assert mailbox.reports == [("RuntimeError", reference_of(interaction.id))]


async def test_closing_waits_for_those_inside(interaction: hikari.PartialInteraction) -> None:
    outbox, notebook = Outbox(), Notebook()
    door = Door(outbox, Gate(), notebook, Mailbox())
    go_on = asyncio.Event()

    async def slowly() -> Answer:
        await go_on.wait()
        return NOTHING_NEW

    inside = asyncio.create_task(door.receive(interaction, slowly))
    await asyncio.sleep(0)
    closing = asyncio.create_task(door.close(patience=5))
    await asyncio.sleep(0)
    await door.receive(interaction, nothing)
    go_on.set()

    assert await closing
    await inside
    assert [answer.kind for answer in outbox.answers] == [Kind.MESSAGE, Kind.NOTHING_NEW]
    assert "restarting" in str(outbox.words[0])
    assert notebook.refusals == ["closing"]


async def test_closing_does_not_wait_for_ever(interaction: hikari.PartialInteraction) -> None:
    door = Door(Outbox(), Gate(), Notebook(), Mailbox())
    never = asyncio.Event()

    async def for_ever() -> Answer:
        await never.wait()
        return NOTHING_NEW

    inside = asyncio.create_task(door.receive(interaction, for_ever))
    await asyncio.sleep(0)

    assert not await door.close(patience=0.01)
    inside.cancel()


async def test_latecomers_do_not_hold_up_the_closing_and_get_their_answer(
    interaction: hikari.PartialInteraction,
) -> None:
    outbox = SlowOutbox()
    door = Door(outbox, Gate(), Notebook(), Mailbox())
    assert await door.close(patience=5)
    late = asyncio.create_task(door.receive(interaction, nothing))
    await asyncio.sleep(0)

    assert await door.close(patience=5)
    assert not await door.settle(patience=0.01)
    assert door.inside == 1
    outbox.may_send.set()
    assert await door.settle(patience=5)

    await late
    assert "restarting" in str(outbox.words[0])


async def test_an_empty_door_closes_at_once() -> None:
    assert await Door(Outbox(), Gate(), Notebook(), Mailbox()).close(patience=0)


def test_crashes_in_the_same_second_have_references_of_their_own() -> None:
    references = {reference_of(time << 22) for time in range(1000)}

    assert len(references) == 1000
    assert all(len(reference) == 8 for reference in references)


async def test_who_is_still_typing_is_offered_nothing_when_something_breaks(
    interaction: hikari.PartialInteraction,
) -> None:
    outbox, notebook = Outbox(), Notebook()
    interaction.type = hikari.InteractionType.AUTOCOMPLETE

    async def refuse() -> Answer:
        raise NoWay

    await Door(outbox, Gate(), notebook, Mailbox()).receive(interaction, refuse)

    assert [answer.kind for answer in outbox.answers] == [Kind.CHOICES]
    assert notebook.refusals == []


async def test_the_turnstile_is_asked_once_for_the_player_and_the_server(
    interaction: hikari.PartialInteraction,
) -> None:
    gate = Gate()

    await Door(Outbox(), gate, Notebook(), Mailbox()).receive(interaction, nothing)

    assert gate.asked == [(ALICE, KEEP)]


async def test_in_a_direct_message_there_is_no_server_to_ask_for(
    interaction: hikari.PartialInteraction,
) -> None:
    gate = Gate()
    interaction.guild_id = None

    await Door(Outbox(), gate, Notebook(), Mailbox()).receive(interaction, nothing)

    assert gate.asked == [(ALICE, None)]


@pytest.mark.parametrize(
    ("wait", "sentence"),
    [
        (3.2, "That was a little too fast for me. Go on in 4 seconds."),
        (4.0, "That was a little too fast for me. Go on in 4 seconds."),
        (0.3, "That was a little too fast for me. Go on in 1 second."),
        (0.0, "That was a little too fast for me. Go on in 1 second."),
    ],
)
async def test_who_is_too_fast_is_told_when_to_go_on_and_nothing_is_done(
    interaction: hikari.PartialInteraction, wait: float, sentence: str
) -> None:
    outbox, notebook, gate = Outbox(), Notebook(), Gate(player=wait)

    await Door(outbox, gate, notebook, Mailbox()).receive(interaction, unreachable)

    assert outbox.words == [sentence]
    assert all((answer.data or {})["flags"] == EPHEMERAL for answer in outbox.answers)
    assert (notebook.refusals, notebook.crashes) == (["too_fast"], 0)
    assert len(gate.asked) == 1


async def test_a_server_that_is_too_fast_is_told_so(
    interaction: hikari.PartialInteraction,
) -> None:
    outbox, notebook = Outbox(), Notebook()

    await Door(outbox, Gate(server=1.5), notebook, Mailbox()).receive(interaction, unreachable)

    assert outbox.words == ["This server rolls faster than I can follow. Go on in 2 seconds."]
    assert notebook.refusals == ["server_too_fast"]


async def test_what_was_too_fast_is_done_when_it_comes_again(
    interaction: hikari.PartialInteraction,
) -> None:
    outbox, gate = Outbox(), Gate(player=1)
    door = Door(outbox, gate, Notebook(), Mailbox())
    await door.receive(interaction, unreachable)
    gate.waits.clear()

    await door.receive(interaction, nothing)

    assert [answer.kind for answer in outbox.answers] == [Kind.MESSAGE, Kind.NOTHING_NEW]


async def test_nobody_types_too_fast(interaction: hikari.PartialInteraction) -> None:
    outbox, gate = Outbox(), Gate(player=1, server=1)
    interaction.type = hikari.InteractionType.AUTOCOMPLETE

    await Door(outbox, gate, Notebook(), Mailbox()).receive(interaction, nothing)

    assert [answer.kind for answer in outbox.answers] == [Kind.NOTHING_NEW]
    assert gate.asked == []
