"""Tests that every console fault ends with the right text or a typed error, and no residue."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import pytest

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.protocols.rcon_frames import AUTH_RESPONSE, Frame, encode_frame
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint, SessionLimits
from nazh.adapters.outbound.consoles.wire import MAX_BYTES
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.consoles.errors import (
    AuthRejected,
    Cause,
    CircuitOpen,
    ConsoleError,
    OutcomeUnknown,
    ReplyTooLarge,
    ServerBusy,
    Step,
    Unreachable,
)
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.rate_limit import AT_ONCE, PER_SECOND
from nazh.domain.keep.consoles.states import State
from nazh.domain.keep.profiles.profile import Idle, Sentinel, SourceRconWire
from tests.rcon_servers import HOST, PASSWORD, Fault, Peer, ScriptedRcon, listening, response

pytestmark = pytest.mark.slow

PATIENT = SessionLimits(timeout=10.0)
IMPATIENT = SessionLimits(timeout=0.4)
FAULT, PING = ConsoleCommand("fault"), ConsoleCommand("ping")
RULES: dict[str, Sentinel | Idle] = {
    "sentinel": Sentinel(),
    "sentinel, pipelined": Sentinel(is_pipelined=True),
    "idle": Idle(),
}
SOURCE = SourceRconWire(Sentinel())
LARGE = "".join(chr(0x20 + n % 90) for n in range(12_000)).encode()


@pytest.fixture(params=list(RULES.values()), ids=list(RULES))
def rule(request: pytest.FixtureRequest) -> Sentinel | Idle:
    timing: Sentinel | Idle = request.param
    return timing


def console(
    rule: Sentinel | Idle, port: int, limits: SessionLimits = PATIENT, password: str = PASSWORD
) -> ConsoleSession:
    return new_console(SourceRconWire(rule), Endpoint(HOST, port, Password(password)), limits)


async def until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_true():  # noqa: ASYNC110  # what changes it has no event
            await asyncio.sleep(0.01)


def in_pieces(size: int, *bodies: bytes) -> Fault:
    async def fault(peer: Peer, command_id: int) -> None:
        await peer.send(b"".join(response(command_id, body) for body in bodies), size)

    return fault


def among(*frames: Callable[[int], bytes]) -> Fault:
    async def fault(peer: Peer, command_id: int) -> None:
        await peer.send(b"".join(frame(command_id) for frame in frames))

    return fault


async def mute_the_sentinel(peer: Peer, command_id: int) -> None:
    peer.mutes_sentinel = True
    await peer.reply(command_id, b"text")


def raw(data: bytes, *, then_cut: bool = False) -> Fault:
    async def fault(peer: Peer, command_id: int) -> None:
        await peer.send(data.replace(b"<id>", command_id.to_bytes(4, "little")))
        await (peer.cut() if then_cut else peer.stall())

    return fault


async def flood(peer: Peer, command_id: int) -> None:
    for _ in range(MAX_BYTES // 60_000 + 2):
        await peer.reply(command_id, b"x" * 60_000)


def own(body: bytes) -> Callable[[int], bytes]:
    return lambda command_id: response(command_id, body)


def foreign(frame_id: int, body: bytes) -> Callable[[int], bytes]:
    return lambda command_id: response(frame_id, body)


KEEP_ALIVE = foreign(0, b"Keep Alive")
HALF = (100).to_bytes(4, "little") + b"<id>" + b"\0\0\0\0half a frame"
WHOLE: dict[str, tuple[Fault, str]] = {
    "dribbled bytes": (in_pieces(1, b"one", b"two"), "onetwo"),
    "3 large fragments": (in_pieces(0, *(LARGE[n::3] for n in range(3))), ""),
    "3 small fragments": (in_pieces(0, b"a", b"b", b"c"), "abc"),
    "a frame for each segment": (in_pieces(17, b"abc", b"def", b"ghi"), "abcdefghi"),
    "an empty reply": (in_pieces(0, b""), ""),
    "UTF-8 split over frames": (in_pieces(0, "Ольха"[:2].encode() + b"\xd1", b"\x8c!"), "Оль!"),
    "Latin-1": (in_pieces(0, "José".encode("latin-1")), "Jos\ufffd"),
    "keep-alive first": (among(KEEP_ALIVE, own(b"text")), "text"),
    "keep-alive between": (among(own(b"te"), KEEP_ALIVE, own(b"xt")), "text"),
    "a frame of another command": (among(foreign(77_777, b"old"), own(b"text")), "text"),
    "a negative id that is not a rejection": (among(foreign(-2, b"?"), own(b"text")), "text"),
    "NULs in the body": (in_pieces(0, b"a\0\0b"), "a\0\0b"),
}
WHOLE["3 large fragments"] = (
    WHOLE["3 large fragments"][0],
    b"".join(LARGE[n::3] for n in range(3)).decode(),
)
LOST: dict[str, tuple[Fault, Cause]] = {
    "a stall": (raw(b""), Cause.TIMED_OUT),
    "a stall in mid-frame": (raw(HALF), Cause.TIMED_OUT),
    "a stall in the length": (raw(b"\x0a\0"), Cause.TIMED_OUT),
    "2 GiB": (raw(b"\xff\xff\xff\x7f"), Cause.GARBLED),
    "a negative length": (raw(b"\xff\xff\xff\xff"), Cause.GARBLED),
    "a short length": (raw(b"\x09\0\0\0"), Cause.GARBLED),
    "no frames but a page of HTML": (raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Cause.GARBLED),
    "a frame without its end": (raw(b"\x0b\0\0\0<id>\0\0\0\0xyz"), Cause.GARBLED),
    "closed without a reply": (raw(b"", then_cut=True), Cause.CLOSED),
    "closed in mid-frame": (raw(HALF, then_cut=True), Cause.CLOSED),
    "half of a good reply, then closed": (
        raw(b"\x0d\0\0\0<id>\0\0\0\0abc\0\0" + HALF, then_cut=True),
        Cause.CLOSED,
    ),
}


@pytest.mark.parametrize("name", WHOLE)
async def test_a_whole_reply_is_right_however_it_comes(rule: Sentinel | Idle, name: str) -> None:
    fault, text = WHOLE[name]
    async with listening(ScriptedRcon(fault)) as port:
        session = console(rule, port)

        for _ in range(2):
            assert (await session.run(FAULT)).text == text
            assert (await session.run(PING)).text == "reply to ping"

        assert session.state is State.IDLE
        await session.close()


@pytest.mark.parametrize("name", LOST)
async def test_a_lost_reply_is_an_error_in_time(rule: Sentinel | Idle, name: str) -> None:
    fault, cause = LOST[name]
    server = ScriptedRcon(fault)
    async with listening(server) as port:
        session = console(rule, port, IMPATIENT if cause is Cause.TIMED_OUT else PATIENT)

        with pytest.raises(OutcomeUnknown) as caught:
            await session.run(FAULT)

        assert caught.value.cause is cause
        assert session.state is State.BROKEN
        assert server.commands == ["fault"]  # once
        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_a_server_that_ignores_empty_requests_needs_the_rule_idle(
    rule: Sentinel | Idle,
) -> None:
    async with listening(ScriptedRcon(mute_the_sentinel)) as port:
        session = console(rule, port, IMPATIENT)

        if isinstance(rule, Idle):
            assert (await session.run(FAULT)).text == "text"
        else:
            with pytest.raises(OutcomeUnknown):
                await session.run(FAULT)

        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_a_flood_is_an_error_and_not_kept(rule: Sentinel | Idle) -> None:
    async with listening(ScriptedRcon(flood)) as port:
        session = console(rule, port)

        with pytest.raises(ReplyTooLarge):
            await session.run(FAULT)

        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_a_wrong_password_is_not_tried_again(rule: Sentinel | Idle) -> None:
    server = ScriptedRcon(raw(b""))
    async with listening(server) as port:
        session = console(rule, port, password="wrong secret")

        for _ in range(3):
            with pytest.raises(AuthRejected) as caught:
                await session.run(PING)
            assert not caught.value.is_ambiguous
            assert "wrong secret" not in repr(caught.value) + str(caught.value.facts)

        assert session.state is State.CIRCUIT_OPEN
        assert len(server.connections) == 1
        assert server.commands == []


async def test_a_server_that_closes_instead_of_rejecting_is_ambiguous(
    rule: Sentinel | Idle,
) -> None:
    async with listening(ScriptedRcon(raw(b""), auth=raw(b"", then_cut=True))) as port:
        with pytest.raises(AuthRejected) as caught:
            await console(rule, port).run(PING)

    assert caught.value.is_ambiguous


@pytest.mark.parametrize(
    ("auth", "cause"),
    [(raw(b""), Cause.TIMED_OUT), (raw(b"\xff\xff\xff\x7f"), Cause.GARBLED)],
    ids=["stall", "2 GiB"],
)
async def test_a_fault_before_the_command_is_no_unknown_outcome(
    rule: Sentinel | Idle, auth: Fault, cause: Cause
) -> None:
    server = ScriptedRcon(raw(b""), auth=auth)
    async with listening(server) as port:
        with pytest.raises(Unreachable) as caught:
            await console(rule, port, IMPATIENT).run(PING)

    assert type(caught.value) is Unreachable
    assert (caught.value.cause, caught.value.step) == (cause, Step.LOGIN)
    assert server.commands == []


async def test_a_frame_before_the_answer_to_the_password_is_skipped(rule: Sentinel | Idle) -> None:
    async def auth(peer: Peer, auth_id: int) -> None:
        await peer.send(response(auth_id, b"") + response(0, b"Keep Alive"), 3)
        await peer.send(encode_frame(Frame(auth_id, AUTH_RESPONSE, b"")))

    async with listening(ScriptedRcon(raw(b""), auth=auth)) as port:
        session = console(rule, port)
        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_a_cancelled_command_leaves_no_reply_to_the_next(rule: Sentinel | Idle) -> None:
    async def late(peer: Peer, command_id: int) -> None:
        await asyncio.sleep(0.2)
        await peer.reply(command_id, b"late")

    server = ScriptedRcon(late)
    async with listening(server) as port:
        session = console(rule, port)
        await session.run(PING)
        running = asyncio.create_task(session.run(FAULT))
        await until(lambda: "fault" in server.commands)

        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

        assert session.state is State.BROKEN
        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_only_a_read_only_command_is_sent_again(rule: Sentinel | Idle) -> None:
    server = ScriptedRcon(raw(b"", then_cut=True))
    async with listening(server) as port:
        session = console(rule, port)
        with pytest.raises(OutcomeUnknown) as lost:
            await session.run(ConsoleCommand("fault"))
        assert len(server.commands) == 1

        with pytest.raises(OutcomeUnknown) as lost_reading:
            await session.run(ConsoleCommand("fault read", is_read_only=True))
        assert "may have been run" in str(lost.value.hint)
        assert "may have been run" not in str(lost_reading.value.hint)
        assert server.commands == ["fault", "fault read", "fault read"]
        await session.close()


async def test_a_connection_that_closed_while_idle_is_replaced(rule: Sentinel | Idle) -> None:
    server = ScriptedRcon(raw(b""))
    async with listening(server) as port:
        session = console(rule, port)
        await session.run(PING)

        await server.connections[0].cut()
        await until(lambda: session.state is not State.IDLE)

        assert session.state is State.BROKEN
        assert (await session.run(PING)).text == "reply to ping"
        assert len(server.connections) == 2
        await session.close()


async def test_an_idle_session_closes_itself(rule: Sentinel | Idle) -> None:
    async with listening(ScriptedRcon(raw(b""))) as port:
        session = console(rule, port, SessionLimits(idle=0.05))
        await session.run(PING)

        await until(lambda: session.state is not State.IDLE)

        assert session.state is State.CLOSED
        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_a_session_stays_open_for_as_long_after_each_command(rule: Sentinel | Idle) -> None:
    server = ScriptedRcon(raw(b""))
    async with listening(server) as port:
        session = console(rule, port, SessionLimits(idle=1.5))
        for _ in range(4):
            await session.run(PING)
            await asyncio.sleep(0.55)

        assert session.state is State.IDLE
        assert len(server.connections) == 1
        await session.close()


async def test_concurrent_commands_get_their_own_replies_in_order(rule: Sentinel | Idle) -> None:
    server = ScriptedRcon(raw(b""))
    names = [f"command {n}" for n in range(20)]
    async with listening(server) as port:
        session = console(rule, port)
        replies = await asyncio.gather(*(session.run(ConsoleCommand(name)) for name in names))
        await session.close()

    assert [reply.text for reply in replies] == [f"reply to {name}" for name in names]
    assert server.commands == names


async def test_a_full_queue_refuses_immediately_and_waiting_times_out(
    rule: Sentinel | Idle,
) -> None:
    async with listening(ScriptedRcon(raw(b""))) as port:
        session = console(rule, port, SessionLimits(timeout=0.4, queue=2))
        outcomes = await asyncio.gather(
            *(session.run(FAULT) for _ in range(6)), return_exceptions=True
        )
        await session.close()

    assert all(isinstance(outcome, ConsoleError) for outcome in outcomes)
    assert sum(isinstance(outcome, ServerBusy) for outcome in outcomes) >= 3


async def test_a_burst_of_commands_is_sent_immediately_and_the_rest_wait(
    rule: Sentinel | Idle,
) -> None:
    async with listening(ScriptedRcon(raw(b""))) as port:
        session = console(rule, port, SessionLimits(timeout=60.0, is_rate_limited=True))
        started = asyncio.get_running_loop().time()
        for _ in range(AT_ONCE + PER_SECOND):
            assert (await session.run(PING)).text == "reply to ping"
        await session.close()

    assert asyncio.get_running_loop().time() - started >= 0.99


async def test_a_command_that_would_wait_too_long_for_its_pace_is_refused_and_blocks_nothing() -> (
    None
):
    async with listening(ScriptedRcon(raw(b""))) as port:
        session = console(
            Sentinel(), port, SessionLimits(timeout=0.1, queue=200, is_rate_limited=True)
        )
        outcomes = await asyncio.gather(
            *(session.run(PING) for _ in range(AT_ONCE * 2)), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert refused
        assert all(isinstance(outcome, ConsoleError) for outcome in refused)
        await asyncio.sleep(1 / PER_SECOND)
        assert (await session.run(PING)).text == "reply to ping"
        await session.close()


async def test_three_failures_open_the_circuit() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    session = console(Idle(), port)

    for _ in range(3):
        with pytest.raises(Unreachable) as caught:
            await session.run(PING)
        assert caught.value.cause is Cause.REFUSED
    with pytest.raises(CircuitOpen, match=r"tried again in 1[45] s\."):
        await session.run(PING)

    assert session.state is State.CIRCUIT_OPEN


def test_no_representation_has_the_password() -> None:
    endpoint = Endpoint(HOST, 1, Password(PASSWORD))

    assert PASSWORD not in f"{endpoint} {endpoint!r} {vars(new_console(SOURCE, endpoint))}"
