"""Builds the container image and tests it as in production (``script/package image``).

Without Docker and buildah, nothing is built and a warning is printed; with ``NAZH_CI`` it fails,
unless ``NAZH_CI_WITHOUT`` names ``image``.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import aiohttp

from deploy.image_engines import COMMIT, ROOT, Engine, available_engine, must, say
from localcord import Server
from ops.ports import reserved_port
from ops.stack import until

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


def try_wheels() -> None:
    """Check that all dependencies have wheels for every architecture of a release."""
    uv = str(Path(sys.executable).with_name("uv"))
    with TemporaryDirectory(prefix="nazh-wheels-") as target:
        for architecture in ARCHITECTURES:
            must(
                *(uv, "pip", "install", "--dry-run", "--quiet", "--target", target),
                *("--python-platform", f"{architecture}-manylinux_2_28"),
                *("--python-version", PYTHON, "--python", sys.executable, "--require-hashes"),
                *("--no-deps", "--only-binary", ":all:", "--requirement"),
                str(ROOT / "requirements/full.txt"),
            )
    say(f"there are wheels for {' and '.join(ARCHITECTURES)}")


async def try_image(engine: Engine) -> None:
    """Build the image and check it. Raises AssertionError if a check fails."""
    config = engine.build()
    say("built")
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
    say("nobody's, read-only but for its volume, no compiler; with charts, tracing and reports")


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
    say("on Discord, ready, healthy, and gone when told to, with status 0")


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


def build_and_try(engine: Engine | None, environment: Mapping[str, str]) -> int:
    """Build and test the image; return the exit status."""
    if "image" in environment.get("NAZH_CI_WITHOUT", "").split(","):
        say("NOT BUILT: NAZH_CI_WITHOUT lets it off")
        return 0
    if engine is None:
        say("NOT BUILT: neither Docker nor, for root, buildah and debootstrap are here")
        return int(bool(environment.get("NAZH_CI")))
    try_wheels()
    asyncio.run(try_image(engine))
    return 0


if __name__ == "__main__":
    with available_engine() as chosen_engine:
        sys.exit(build_and_try(chosen_engine, os.environ))
