"""Tests the start, imports and end of ``nazh`` as a process."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO

import pytest

from tests.unit.adapters.inbound.cli.cli_runner import (
    NAZH,
    ROOT,
    TIMEOUT,
    environment,
    nazh,
    nazh_process,
)

COMMANDS = ("roll", "explain", "run", "invite", "completion")


def test_help_shows_commands_and_examples() -> None:
    result = nazh("--help")

    assert result.exit_code == 0
    assert [word for word in COMMANDS if f"\n  {word} " in result.stdout] == list(COMMANDS)
    assert "Examples:\n    nazh roll a1d20+5 2d6 --plot" in result.stdout


def test_help_shows_no_example_of_a_command_that_it_does_not_list() -> None:
    without_dice = environment() | {"NAZH_CONTEXTS": "dominion"}
    ended = subprocess.run(
        [*NAZH, "--help"], env=without_dice, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr
    assert "    nazh run " in ended.stdout
    assert "    nazh play " in ended.stdout
    assert "nazh roll" not in ended.stdout
    assert "nazh odds" not in ended.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    for flag in ("--help", "-h"):
        result = nazh(command, flag)

        assert result.exit_code == 0
        assert f"Usage: nazh {command}" in result.stdout
        assert f"    nazh {command}" in result.stdout or "| nazh roll" in result.stdout


def test_version_is_the_project_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert nazh("--version").stdout == f"nazh {project['version']}\n"


@pytest.mark.parametrize(("typed", "command"), [("rol", "roll"), ("odd", "odds"), ("rnu", "run")])
def test_an_unknown_command_suggests_the_nearest(typed: str, command: str) -> None:
    ended = subprocess.run(
        [*NAZH, typed], env=environment(), capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert f"No such command '{typed}'. Did you mean '{command}'?" in ended.stderr


@pytest.mark.parametrize("typed", ["1d20+5", "d20", "6x4d6kh3", "a1d20", "4dF", "d%"])
def test_dice_without_a_command_say_which_command_rolls_them(typed: str) -> None:
    result = nazh(typed)

    assert result.exit_code == 2
    assert f"No such command '{typed}'. To roll dice: nazh roll {typed}" in result.stderr


def test_the_group_of_a_context_that_is_off_works_and_is_not_listed() -> None:
    def output(*arguments: str) -> str:
        ended = subprocess.run(
            [*NAZH, *arguments], env=environment(), capture_output=True, text=True, check=False
        )
        return ended.stdout

    assert "dominion" not in output("--help")
    assert "nazh dominion replay script.jsonl" in output("dominion", "replay", "--help")


def test_the_bot_starts_without_loading_the_commands_of_contexts() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nazh", "run", "--help"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert "nazh.adapters.inbound.cli.run\n" in ended.stderr
    assert "nazh.wiring.dice.cli" not in ended.stderr


@pytest.mark.parametrize("arguments", [("db", "status"), ("history",), ("run",)])
def test_a_user_without_a_home_directory_must_name_a_database(
    arguments: tuple[str, ...],
) -> None:
    # Without the list of users, and without HOME, nobody has a home directory.
    program = (
        "import sys; sys.modules['pwd'] = None; from nazh.__main__ import main; "
        f"sys.argv[1:] = {arguments!r}; sys.exit(main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT), "DISCORD_TOKEN": "MTAwMA.a.b"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 78
    assert ended.stderr.startswith("NAZH_DATABASE_URL is not set, and this user has no home")
    assert "Traceback" not in ended.stderr


def test_a_process_rolls() -> None:
    ended = nazh_process("roll", "1d6", "--faces", "3")

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout == b"3  1d6  [3]\n"


def test_a_process_refuses_with_status_2() -> None:
    ended = nazh_process("roll", "1d20+5junk")

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode().splitlines()[2] == "      ^"


def test_a_terminal_without_unicode_gets_ascii() -> None:
    ended = nazh_process(
        "roll", "a1d20*2", "--faces", "18,3", PYTHONIOENCODING="ascii", FORCE_COLOR="1"
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"[18^(3)] * 2" in ended.stdout


def test_a_terminal_that_lacks_characters_gets_similar_ones() -> None:
    help_text = nazh_process("verify", "--help", PYTHONIOENCODING="latin-1")
    refused = nazh_process("roll", "1d20+5junk", PYTHONIOENCODING="latin-1")
    odds = nazh_process("odds", "1d2", PYTHONIOENCODING="ascii")

    assert b"f11f9bd7~\n" in help_text.stdout
    assert b'I can\'t read "junk" here.' in refused.stderr
    assert b"50.0%  ####" in odds.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (b"roll", b"1d20\xff"),
        (b"roll", b"1d20", b"--faces", b"\xff", b"--json"),
        (b"translate", b"--from", b"roll20", b"3d6\xff", b"--json"),
    ],
)
def test_bytes_that_are_no_text_are_refused(arguments: tuple[bytes, ...]) -> None:
    ended = subprocess.run(
        (*map(os.fsencode, NAZH), *arguments),
        capture_output=True,
        env=environment(),
        cwd=ROOT,
        timeout=TIMEOUT,
        check=False,
    )

    assert ended.returncode == 2
    assert b"Traceback" not in ended.stderr


def test_a_real_terminal_shows_styles() -> None:
    controller, terminal = pty.openpty()
    arguments = (*NAZH, "roll", "1d6", "--faces", "6")
    with subprocess.Popen(arguments, stdout=terminal, env=environment(), cwd=ROOT) as process:
        assert process.wait(TIMEOUT) == 0
        output = os.read(controller, 1024)
    os.close(terminal)
    os.close(controller)

    assert b"\x1b[1m6\x1b[22m" in output


def lines_process(**variables: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (*NAZH, "roll", "--lines"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(**variables),
    )


def ask(process: subprocess.Popen[bytes], face: int) -> int:
    """Send one line and wait for its answer."""
    typed, output_pipe = pipe(process.stdin), pipe(process.stdout)
    typed.write(json.dumps({"notation": "1d6", "faces": [face]}).encode() + b"\n")
    typed.flush()
    total = json.loads(output_pipe.readline())["rolls"][0]["pools"][0]["total"]
    assert isinstance(total, int)
    return total


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def test_every_line_is_answered_immediately() -> None:
    with lines_process() as process:
        answered = [ask(process, face) for face in (3, 5)]
        pipe(process.stdin).close()
        status = process.wait(TIMEOUT)

    assert answered == [3, 5]
    assert status == 0


def test_ctrl_c_ends_jsonl_without_a_traceback() -> None:
    with lines_process() as process:
        ask(process, 3)
        process.send_signal(signal.SIGINT)
        status = process.wait(TIMEOUT)
        errors = pipe(process.stderr).read()

    assert status == 130
    assert b"Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no trap")
def test_the_tests_of_ctrl_c_pass_where_a_parent_such_as_nohup_ignores_it() -> None:
    tests = f"{__file__}::{test_ctrl_c_ends_jsonl_without_a_traceback.__name__}"
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests)

    ended = subprocess.run(
        ("sh", "-c", 'trap "" INT; exec "$@"', "sh", *command),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=5 * TIMEOUT,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout


def test_a_closed_pipe_ends_jsonl_quietly() -> None:
    with lines_process() as process:
        ask(process, 3)
        pipe(process.stdout).close()
        pipe(process.stdin).write(b'{"notation": "1d6"}\n' * 10)
        pipe(process.stdin).close()
        status = process.wait(TIMEOUT)
        errors = pipe(process.stderr).read()

    assert (status, errors) == (141, b"")


def test_a_closed_pipe_ends_a_roll_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        (*NAZH, "roll", "1d6"), stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        os.close(writing)
        errors = pipe(process.stderr).read()

    assert (process.returncode, errors) == (141, b"")


def test_a_full_disk_is_reported_in_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            (*NAZH, "roll", "1d6"),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment(),
            timeout=TIMEOUT,
            check=False,
        )

    assert ended.returncode == 74
    assert b"cannot be written" in ended.stderr
    assert b"Traceback" not in ended.stderr


def in_a_shell(command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        f"exec {sys.executable} -m nazh {command}",
        shell=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(),
        timeout=TIMEOUT,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("roll 1d6 >&-", 0),
        ("roll 1d6 --json >&-", 0),
        ("roll --lines <&-", 0),
        ("roll 1d20junk 2>&-", 2),
        ("roll 2>&-", 2),
    ],
)
def test_a_closed_stream_is_no_trouble(command: str, status: int) -> None:
    ended = in_a_shell(command)

    assert (ended.returncode, ended.stderr) == (status, b"")


@pytest.mark.parametrize("arguments", ["--help", "roll --help", "--version"])
def test_help_that_cannot_be_written_ends_as_a_roll_does(arguments: str) -> None:
    ended = in_a_shell(f"{arguments} >/dev/full")

    assert ended.returncode == 74
    assert b"cannot be written" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("roll 1d6x 2>/dev/full", 2),
        ("rol 2>/dev/full", 2),
        ("roll 1d6 >/dev/full 2>/dev/full", 74),
        ("--help >/dev/full 2>/dev/full", 74),
    ],
)
def test_errors_that_cannot_be_written_keep_the_status(command: str, status: int) -> None:
    assert in_a_shell(command).returncode == status


def test_shells_get_completions() -> None:
    ended = nazh_process(
        _NAZH_COMPLETE="bash_complete", COMP_WORDS="nazh roll --ruleset c", COMP_CWORD="3"
    )

    assert ended.stdout == b"plain,cosmere\n"


@pytest.mark.parametrize("command", ["run", "invite"])
def test_missing_settings_are_reported_with_status_78(command: str, tmp_path: Path) -> None:
    ended = nazh_process(command, cwd=tmp_path)

    assert (ended.returncode, ended.stdout) == (78, b"")
    assert b"DISCORD_TOKEN is missing." in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_invite_prints_the_link_of_the_token(tmp_path: Path) -> None:
    ended = nazh_process("invite", cwd=tmp_path, DISCORD_TOKEN="MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y")

    assert ended.returncode == 0
    assert b"client_id=123456789012345678&scope=bot+applications.commands" in ended.stdout


def test_a_roll_imports_nothing_that_only_the_bot_needs() -> None:
    script = (
        "import sys; sys.argv = ['nazh', 'roll', '1d6'];"
        "from nazh.__main__ import main; main(); print(*sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run(
        (sys.executable, "-c", script), capture_output=True, env=environment(), cwd=ROOT, check=True
    )

    imported = set(ended.stderr.decode().split())
    slow = {
        "hikari",
        "lightbulb",
        "dotenv",
        "aiohttp",
        "prometheus_client",
        "dependency_injector",
    }
    assert "nazh.domain.dice" in imported
    assert not imported & slow
