"""Tests that the commands in the operator's guide exist, and that its alert reaches a phone."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from aiohttp import web

from localcord import Server, Settings
from nazh.adapters.inbound.settings.values.database_urls import parse_database_url
from ops.ports import reserved_port
from ops.stack import (
    HERE,
    alertmanager_command,
    quick_alertmanager,
    running,
    running_prometheus,
)
from tests.e2e.program import run_bot
from tests.external_services import absent

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/operating.md").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text())["services"]
BLOCK = re.compile(r"(?m)^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL)


def blocks(language: str) -> list[str]:
    return [dedent(text) for _, of, text in BLOCK.findall(GUIDE) if of == language]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


def configuration_of_the_guide() -> str:
    """Alertmanager's configuration after step 4."""
    (receivers,) = blocks("yaml")
    as_it_stands = (HERE / "alertmanager/alertmanager.yml").read_text()
    return as_it_stands[: as_it_stands.index("receivers:")] + receivers


def a_program(name: str) -> str:
    path = alertmanager_command() if name == "alertmanager" else shutil.which(name)
    return path or absent("prometheus", f"{name} is not installed")


# --- everything it names exists ---


def test_every_service_that_a_command_names_is_in_the_compose_file() -> None:
    called = re.compile(
        r"docker compose (?:stop|start|exec|cp|kill --signal HUP|run --rm(?: --\w+ \S+)*) ([a-z ]+)"
    )
    named = {
        word.split(":")[0]
        for command in COMMANDS
        for match in called.findall(command)
        for word in match.split()[:1]
    }

    assert named == {"nazh", "prometheus", "alertmanager"}


def test_every_path_that_a_command_names_is_in_the_repository() -> None:
    paths = {
        path
        for command in COMMANDS
        for path in re.findall(
            r"(?<![\w/.])(?:\.\./\.\./)?((?:deploy|ops|requirements)/[\w./-]+)", command
        )
    }

    assert len(paths) >= 6
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_commands_of_nazh_exist() -> None:
    for words in ("config check", "invite", "db backup", "db restore", "healthcheck", "run"):
        command = (sys.executable, "-m", "nazh", *words.split(), "--help")
        answer = subprocess.run(command, capture_output=True, text=True, check=False)

        assert answer.returncode == 0, answer.stderr


def test_the_owners_of_secrets_and_backup_are_the_users_of_the_image() -> None:
    (user,) = re.findall(r"(?m)^USER (\d+):", (ROOT / "Dockerfile").read_text())

    assert f"install --mode 0400 --owner {user} /dev/stdin secrets/discord_token" in COMMANDS
    assert f"chown {user} nazh-2026-01-01.jsonl" in COMMANDS


def test_no_command_follows_one_that_waits_for_input() -> None:
    waiting = [block.splitlines() for block in blocks("sh") if "/dev/stdin" in block]

    assert len(waiting) > 4
    for lines in waiting:
        assert [line for line in lines if "/dev/stdin" in line] == lines[-1:]


def test_nazh_takes_the_address_of_postgresql() -> None:
    (address,) = re.findall(r"`(postgresql://\S+)`", GUIDE)

    assert parse_database_url(address).reveal() == address


def test_alertmanager_takes_the_receivers(tmp_path: Path) -> None:
    (tmp_path / "alertmanager.yml").write_text(configuration_of_the_guide())

    answer = subprocess.run(
        [a_program("amtool"), "check-config", tmp_path / "alertmanager.yml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "2 receivers" in answer.stdout


def test_prometheus_takes_the_configuration_of_a_machine_without_containers(tmp_path: Path) -> None:
    a_program("promtool")
    (block,) = (block for block in blocks("sh") if "promtool check config" in block)

    answer = subprocess.run(
        ["bash", "-euc", block.replace("/etc/prometheus", str(tmp_path))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    config = yaml.safe_load((tmp_path / "prometheus.yml").read_text())
    (alertmanager,) = config["alerting"]["alertmanagers"]
    assert alertmanager["static_configs"] == [{"targets": ["127.0.0.1:9093"]}]
    targets = yaml.safe_load((tmp_path / "targets.yml").read_text())
    assert targets == [{"targets": ["127.0.0.1:8080"]}]


# --- everything it starts works ---


def command_of(service: str, folder: Path) -> list[str]:
    """A compose service, with its mounts in ``folder`` and in the repository."""
    flags = " ".join(COMPOSE[service]["command"])
    for volume in COMPOSE[service]["volumes"]:
        source, target = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", volume).removesuffix(":ro").split(":")
        there = ROOT / "deploy/compose" / source if source.startswith(".") else folder
        flags = flags.replace(f"={target}", f"={there}")
    return [a_program(service), *flags.split()]


@pytest.mark.slow
@pytest.mark.parametrize("service", ["prometheus", "alertmanager"])
async def test_a_watcher_starts_with_the_flags_of_compose(service: str, tmp_path: Path) -> None:
    with reserved_port() as port:
        command = (*command_of(service, tmp_path), f"--web.listen-address=127.0.0.1:{port}")
        async with running(command, port, tmp_path / "log"):
            log_text = (tmp_path / "log").read_text()

    assert "level=error" not in log_text


@dataclass(frozen=True, slots=True)
class Telegram:
    """A Telegram server on loopback, and the messages it received, by chat."""

    address: str
    messages: asyncio.Queue[tuple[str, str]]


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    messages: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def send(request: web.Request) -> web.Response:
        sent_message = await request.json()
        messages.put_nowait((str(sent_message["chat_id"]), sent_message["text"]))
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    app = web.Application()
    app.router.add_post("/bot{token}/sendMessage", send)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield Telegram(f"http://{host}:{port}", messages)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def alertmanager_of_the_guide(folder: Path, phone: Telegram) -> AsyncIterator[str]:
    config = yaml.safe_load(quick_alertmanager(configuration_of_the_guide(), ""))
    for receiver in config["receivers"]:
        receiver["telegram_configs"][0]["api_url"] = phone.address
    (folder / "alertmanager.yml").write_text(yaml.safe_dump(config))
    with reserved_port() as port:
        command = (
            a_program("alertmanager"),
            f"--config.file={folder / 'alertmanager.yml'}",
            f"--storage.path={folder / 'alerts'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        )
        async with running(command, port, folder / "alertmanager.log"):
            yield f"127.0.0.1:{port}"


async def message_about(alert: str, phone: Telegram) -> tuple[str, str]:
    """Read messages until one contains the alert; others may arrive earlier."""
    async with asyncio.timeout(90):
        while True:
            chat, text = await phone.messages.get()
            if f"alertname = {alert}\n" in text:
                return chat, text


@pytest.mark.slow
async def test_the_alert_drill_pages_the_on_call(tmp_path: Path) -> None:
    a_program("prometheus")
    async with Server(Settings(heartbeat_interval=1)) as discord, telegram() as phone:
        bot = await run_bot(discord, tmp_path)
        try:
            async with (
                alertmanager_of_the_guide(tmp_path, phone) as alertmanager,
                running_prometheus(tmp_path, f"127.0.0.1:{bot.port}", alertmanager) as prometheus,
            ):
                await prometheus.data_of('up{job="nazh"} == 1')

                await bot.stop()

                chat, text = await message_about("NazhDown", phone)
        finally:
            bot.kill()

    assert chat == "123456789"
    assert "/ops/runbooks/NazhDown.md" in text
