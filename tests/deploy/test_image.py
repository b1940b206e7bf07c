"""Tests that the image check detects each violation, and reports images that were not built."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version

import pytest
import yaml

from deploy import image
from deploy.image import try_image
from deploy.image_engines import COMMIT, ROOT, Buildah, Config, Docker

KEPT: Config = {
    "User": "10001:10001",
    "Env": [],
    "Entrypoint": ["nazh"],
    "Cmd": ["run"],
    "Labels": {"org.opencontainers.image.revision": COMMIT},
    "StopSignal": "SIGTERM",
    "Healthcheck": {"Test": ["CMD", "nazh", "healthcheck"]},
}
DATABASE = "sh -c nazh db upgrade && nazh db status"
ANSWERS = {
    "nazh --version": f"nazh {version('nazh')}",
    "nazh roll 2d6 --faces 3,4": "7  2d6  [3][4]",
    "id -u": "10001",
    f"sh -c {image.CHART}": "PNG",
    DATABASE: "database  /var/lib/nazh/nazh.sqlite3",
    "nazh healthcheck": "alive",
}
BOT = """
import http.server, signal, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f'commit="{sys.argv[2]}"'.encode())
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
"""A program that responds like a ready bot."""


class Pretended:
    """An engine whose image has the given outputs; its bot is ready and reports ``commit``.

    The stand-in for the bot listens on the bot's port, and exits on SIGTERM.
    """

    def __init__(self, config: Config, answers: Mapping[str, str], commit: str = COMMIT) -> None:
        self._config = config
        self._answers = answers
        self._commit = commit

    def build(self) -> Config:
        return self._config

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        if arguments == ("nazh", "run"):
            return (sys.executable, "-c", BOT, environment["PORT"], self._commit)
        answer = self._answers.get(" ".join(arguments), "")
        return (sys.executable, "-c", f"print({answer!r}, end='')")


async def test_an_image_that_keeps_its_promises_is_accepted() -> None:
    await try_image(Pretended(KEPT, ANSWERS))


BROKEN: dict[str, Config] = {
    "the user": {**KEPT, "User": ""},
    "the command": {**KEPT, "Entrypoint": ["/bin/sh", "-c", "nazh"]},
    "the stop signal": {**KEPT, "StopSignal": "SIGKILL"},
    "the health check": {**KEPT, "Healthcheck": {"Test": ["NONE"]}},
    "the revision": {**KEPT, "Labels": {"org.opencontainers.image.revision": ""}},
}


@pytest.mark.parametrize("what", BROKEN)
async def test_an_image_that_says_something_else_is_refused(what: str) -> None:
    with pytest.raises(AssertionError, match=f"^{what} is "):
        await try_image(Pretended(BROKEN[what], ANSWERS))


@pytest.mark.parametrize(
    ("asked", "answer", "reason"),
    [
        ("nazh --version", "nazh 0.0.0", "the version"),
        ("nazh roll 2d6 --faces 3,4", "no dice", "the roll"),
        ("id -u", "0", "the process's user"),
        (f"sh -c {image.COMPILERS}", "/usr/bin/gcc", "the compilers"),
        (f"sh -c {image.CHART}", "", "the chart"),
        (DATABASE, "database  /tmp/nazh.sqlite3", "the database"),
        ("nazh healthcheck", "no bot", "the health check"),
    ],
)
async def test_an_image_that_does_something_else_is_refused(
    asked: str, answer: str, reason: str
) -> None:
    with pytest.raises(AssertionError, match=f"^{reason} "):
        await try_image(Pretended(KEPT, {**ANSWERS, asked: answer}))


async def test_a_bot_of_another_commit_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"^the metrics' commit"):
        await try_image(Pretended(KEPT, ANSWERS, commit="another"))


@pytest.mark.parametrize(
    ("variables", "status"),
    [({}, 0), ({"NAZH_CI": "1"}, 1), ({"NAZH_CI": "1", "NAZH_CI_WITHOUT": "openapi,image"}, 0)],
)
def test_an_image_that_is_not_built_is_not_passed_over_in_silence(
    variables: dict[str, str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert image.build_and_try(None, variables) == status

    assert "NOT BUILT" in capsys.readouterr().out


def test_the_workflow_that_builds_it_fails_where_it_is_not_built() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]

    (builds,) = (step for step in steps if step.get("run") == "script/package image")
    assert builds.get("env") == {"NAZH_CI": "1"}


def test_docker_runs_it_without_any_rights() -> None:
    command = " ".join(Docker().command("nazh", "run", environment={"PORT": "1"}))

    assert "--read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp" in command
    assert command.endswith("-e PORT=1 --entrypoint nazh nazh:tried run")


def test_without_an_engine_the_program_runs_as_the_user_of_the_image(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = Buildah(tmp_path_factory.mktemp("work"))
    engine.config = KEPT

    command = engine.command("nazh", "run", environment={"PORT": "1"})

    assert "10001:10001" in command
    assert command[-3:] == ("PORT=1", "nazh", "run")
