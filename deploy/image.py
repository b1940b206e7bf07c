"""Builds the container image and tests it as in production (``script/package image``).

With Docker, the image is the one that users get. Without an engine, as root, buildah builds the
same Dockerfile on a fresh Debian, because the base image cannot be pulled. That tests all of our
own lines, and the output says so. With neither, nothing is built and a warning is printed; with
``NAZH_CI`` it fails, unless ``NAZH_CI_WITHOUT`` names ``image``.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final, Protocol, TypedDict

import aiohttp

from localcord import Server
from ops.ports import reserved_port
from ops.stack import until

ROOT: Final = Path(__file__).parents[1]
IMAGE: Final = "nazh:tried"
COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
"""A build argument that must appear in the metrics."""
UNPRIVILEGED: Final = "10001:10001"
"""The user and group in the image."""
GRACE: Final = 20
"""The stop timeout of deploy/compose, in seconds."""
ARCHITECTURES: Final = ("x86_64", "aarch64")
PYTHON: Final = "3.11"
"""The Python of the image."""
COMPILERS: Final = "for tool in gcc cc c++ make ld; do command -v $tool; done; true"
CHART: Final = (
    "HOME=/nowhere nazh odds 2d6 --chart /tmp/odds.png >/dev/null"
    " && tail -c +2 /tmp/odds.png | head -c 3"
)
"""Draws a chart as in a pod without a writable home, and prints its type."""
DEBIAN: Final = "bookworm"
_BEGAN: Final = monotonic()
_TO_REACH_AN_INDEX: Final = ("PIP_", "UV_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")

_IN_A_CHROOT: Final = """
root=$1 user=$2; shift 2
mount --bind "$root" "$root"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o "mode=0750,uid=${user%:*},gid=${user#*:}" tmpfs "$root/var/lib/nazh"
mount -o remount,bind,ro "$root"
cd "$root"
exec chroot . setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups \\
  --no-new-privs --bounding-set=-all --inh-caps=-all env --chdir=/var/lib/nazh "$@"
"""
"""Runs a command like Docker with a read-only root, no capabilities, and a volume."""


class Config(TypedDict):
    """The parts of an image's configuration that are checked here."""

    User: str
    Env: list[str]
    Entrypoint: list[str]
    Cmd: list[str]
    Labels: dict[str, str]
    StopSignal: str
    Healthcheck: dict[str, list[str]]


class Engine(Protocol):
    """Builds an image and runs programs in it."""

    def build(self) -> Config:
        """Build the image from the Dockerfile; return its configuration."""
        ...

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        """Return a command that runs ``arguments`` in the image, as in production."""
        ...


class Docker:
    """A Docker engine, used through its client."""

    def build(self) -> Config:
        _must("docker", "build", "--tag", IMAGE, "--build-arg", f"COMMIT={COMMIT}", str(ROOT))
        (inspected,) = json.loads(_must("docker", "image", "inspect", IMAGE))
        config: Config = inspected["Config"]
        return config

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        settings = (part for name, text in environment.items() for part in ("-e", f"{name}={text}"))
        hardened = (
            *("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
            *("--tmpfs", "/tmp", "--network", "host", "--init"),  # noqa: S108  # in the container
        )
        program, *rest = arguments
        return (
            *("docker", "run", "--rm", *hardened, *settings),
            *("--entrypoint", program, IMAGE, *rest),
        )


class Buildah:
    """buildah without an engine: the same Dockerfile on a base that we create."""

    def __init__(self, work: Path) -> None:
        self._root = work / "base"
        self._buildah = (
            *("buildah", "--root", str(work / "storage"), "--runroot", str(work / "run")),
            *("--storage-driver", "vfs"),
        )
        self._mounted = ""
        self.config: Config | None = None

    def build(self) -> Config:
        self._make_base()
        _must(
            *(*self._buildah, "build", "--isolation", "chroot", "--network", "host"),
            *("--from", "localhost/base", "--format", "docker", "--tag", IMAGE),
            *("--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"),
            *("--build-arg", f"COMMIT={COMMIT}", str(ROOT)),
        )
        container = _must(*self._buildah, "from", f"localhost/{IMAGE}").strip()
        self._mounted = _must(*self._buildah, "mount", container).strip()
        inspected = json.loads(
            _must(*self._buildah, "inspect", "--type", "image", f"localhost/{IMAGE}")
        )
        config: Config = inspected["Docker"]["config"]
        self.config = config
        return config

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        assert self.config is not None, "nothing has been built"
        settings = (f"{name}={text}" for name, text in environment.items())
        return (
            *("unshare", "--mount", "bash", "-euc", _IN_A_CHROOT, "try", self._mounted),
            *(self.config["User"], "--ignore-environment", *self.config["Env"], *settings),
            *arguments,
        )

    def _make_base(self) -> None:
        _say(f"no engine answers: building upon a Debian {DEBIAN}, not upon the real base")
        debootstrap = (
            *("debootstrap", "--variant=minbase", "--include=python3-venv,ca-certificates"),
            *(DEBIAN, str(self._root)),
        )
        if _status(*debootstrap) != 0:  # it downloads a hundred files
            _say("the mirror failed; once more")
            shutil.rmtree(self._root, ignore_errors=True)
            _must(*debootstrap)
        _say("there is a base")
        for name in ("python", "python3"):
            (self._root / "usr/local/bin" / name).symlink_to("/usr/bin/python3")
        container = _must(*self._buildah, "from", "scratch").strip()
        _must(*self._buildah, "copy", "--quiet", container, str(self._root), "/")
        reaching = {**_reaching_an_index(), "UV_SYSTEM_CERTS": "true"}
        settings = (part for name, text in reaching.items() for part in ("--env", f"{name}={text}"))
        _must(*self._buildah, "config", *settings, container)
        _must(*self._buildah, "commit", "--quiet", container, "localhost/base")


def try_wheels() -> None:
    """Check that all dependencies have wheels for every architecture of a release."""
    uv = str(Path(sys.executable).with_name("uv"))
    with TemporaryDirectory(prefix="nazh-wheels-") as target:
        for architecture in ARCHITECTURES:
            _must(
                *(uv, "pip", "install", "--dry-run", "--quiet", "--target", target),
                *("--python-platform", f"{architecture}-manylinux_2_28"),
                *("--python-version", PYTHON, "--python", sys.executable, "--require-hashes"),
                *("--no-deps", "--only-binary", ":all:", "--requirement"),
                str(ROOT / "requirements/full.txt"),
            )
    _say(f"there are wheels for {' and '.join(ARCHITECTURES)}")


async def try_image(engine: Engine) -> None:
    """Build the image and check it. Raises AssertionError if a check fails."""
    config = engine.build()
    _say("built")
    command = (*config["Entrypoint"], *config["Cmd"])
    revision = config["Labels"]["org.opencontainers.image.revision"]
    _expect("the user", config["User"], UNPRIVILEGED)
    _expect("the command", command, ("nazh", "run"))
    _expect("the stop signal", config["StopSignal"], "SIGTERM")
    _expect("the health check", config["Healthcheck"]["Test"], ["CMD", "nazh", "healthcheck"])
    _expect("the revision", revision, COMMIT)
    await _try_its_shell(engine)
    with reserved_port() as port:
        await _try_the_bot(engine, port)


def _expect(what: str, actual: object, wanted: object) -> None:
    assert actual == wanted, f"{what} is {actual!r}, not {wanted!r}"


async def _try_its_shell(engine: Engine) -> None:
    output = await _answer(engine, "nazh", "--version")
    _expect("the version", output.split(), ["nazh", version("nazh")])
    output = await _answer(engine, "nazh", "roll", "2d6", "--faces", "3,4")
    assert "[3][4]" in output, f"the roll is {output!r}"
    user = (await _answer(engine, "id", "-u")).strip()
    _expect("the process's user", user, UNPRIVILEGED.partition(":")[0])
    _expect("the compilers", await _answer(engine, "sh", "-c", COMPILERS), "")
    await _answer(engine, "sh", "-c", "! touch /here 2>/dev/null && touch /var/lib/nazh/here")
    await _answer(engine, "python", "-c", "import opentelemetry.sdk, sentry_sdk")
    _expect("the chart", await _answer(engine, "sh", "-c", CHART), "PNG")
    output = await _answer(engine, "sh", "-c", "nazh db upgrade && nazh db status")
    assert "/var/lib/nazh/nazh.sqlite3" in output, f"the database is {output!r}"
    _say("nobody's, read-only but for its volume, no compiler; with charts, tracing and reports")


async def _try_the_bot(engine: Engine, port: int) -> None:
    async with Server() as discord:
        environment = {
            "APP_ENV": "test",
            "DISCORD_TOKEN": discord.token,
            "NAZH_DISCORD_API_URL": discord.api_url,
            "PORT": str(port),
        }
        bot = await _start(engine, "nazh", "run", environment=environment)
        try:
            await until(lambda: _is_ready(bot, port), bool)
            health = await _answer(engine, "nazh", "healthcheck", environment={"PORT": str(port)})
            assert "alive" in health, f"the health check says {health!r}"
            assert f'commit="{COMMIT}"' in await _page(port, "/metrics"), "the metrics' commit"
            bot.terminate()
            async with asyncio.timeout(GRACE):
                output, errors = await bot.communicate()
        finally:
            if bot.returncode is None:
                bot.kill()
                await bot.communicate()
    assert bot.returncode == 0, (bot.returncode, output, errors)
    _say("on Discord, ready, healthy, and gone when told to, with status 0")


async def _is_ready(bot: Process, port: int) -> bool:
    if bot.returncode is not None:
        _, errors = await bot.communicate()
        raise AssertionError(f"the bot ended with {bot.returncode}: {errors.decode()}")
    try:
        async with aiohttp.request("GET", f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.ok
    except aiohttp.ClientConnectionError:
        return False


async def _page(port: int, path: str) -> str:
    async with aiohttp.request("GET", f"http://127.0.0.1:{port}{path}") as answer:
        return await answer.text()


async def _answer(
    engine: Engine, *arguments: str, environment: Mapping[str, str] | None = None
) -> str:
    process = await _start(engine, *arguments, environment=environment or {})
    output, errors = await process.communicate()
    assert process.returncode == 0, (arguments, output.decode(), errors.decode())
    return output.decode()


async def _start(engine: Engine, *arguments: str, environment: Mapping[str, str]) -> Process:
    command = engine.command(*arguments, environment=environment)
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)


@contextmanager
def _engine() -> Iterator[Engine | None]:
    if shutil.which("docker") and _status("docker", "info") == 0:
        yield Docker()
    elif os.geteuid() == 0 and all(map(shutil.which, ("buildah", "debootstrap", "unshare"))):
        with TemporaryDirectory(prefix="nazh-image-") as work:
            yield Buildah(Path(work))
    else:
        yield None


def _reaching_an_index() -> dict[str, str]:
    """Return the environment variables for package indexes and certificates."""
    return {
        name: text
        for name, text in os.environ.items()
        if name.upper().startswith(_TO_REACH_AN_INDEX)
    }


def _status(*command: str) -> int:
    return subprocess.run(  # noqa: S603  # nothing in it comes from outside
        command, capture_output=True, check=False
    ).returncode


def _must(*command: str) -> str:
    """Return a command's output. Exits with that output if the command fails."""
    answer = subprocess.run(  # noqa: S603  # nothing in it comes from outside
        command, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        sys.exit(f"{' '.join(command[:6])} … failed:\n{answer.stdout}{answer.stderr}")
    return answer.stdout


def _say(sentence: str) -> None:
    sys.stdout.write(f"image: {sentence} ({monotonic() - _BEGAN:.0f} s)\n")
    sys.stdout.flush()


def build_and_try(engine: Engine | None, environment: Mapping[str, str]) -> int:
    """Build and test the image; return the exit status."""
    if "image" in environment.get("NAZH_CI_WITHOUT", "").split(","):
        _say("NOT BUILT: NAZH_CI_WITHOUT lets it off")
        return 0
    if engine is None:
        _say("NOT BUILT: neither Docker nor, for root, buildah and debootstrap are here")
        return int(bool(environment.get("NAZH_CI")))
    try_wheels()
    asyncio.run(try_image(engine))
    return 0


if __name__ == "__main__":
    with _engine() as chosen_engine:
        sys.exit(build_and_try(chosen_engine, os.environ))
