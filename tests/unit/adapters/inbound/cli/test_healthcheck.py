"""Tests ``nazh healthcheck`` with a real socket."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nazh.__main__ import new_program
from nazh.adapters.inbound.cli import healthcheck
from nazh.adapters.inbound.cli.healthcheck import livez_at

DOCKERFILE = Path(__file__).parents[5] / "Dockerfile"


class Probe(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = {
            "/livez": (200, b"alive\n"),
            "/readyz": (503, b"shard 0: silent\nstore: away\n"),
        }.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Probe) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


def check(*arguments: str, **variables: str) -> Result:
    return CliRunner(env=variables).invoke(new_program(), ["healthcheck", *arguments])


def test_a_bot_that_is_well_is_asked_at_its_port(port: int) -> None:
    result = check(PORT=str(port), HTTP_PROXY="http://127.0.0.1:9")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"http://127.0.0.1:{port}/livez says: alive.\n"


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("127.0.0.2", "127.0.0.2"),
        ("::", "[::1]"),
        ("fd00::1", "[fd00::1]"),
    ],
)
def test_a_bot_is_asked_where_it_listens(host: str, asked: str) -> None:
    assert livez_at(host, 8080) == f"http://{asked}:8080/livez"


def test_the_address_is_that_of_the_bots_settings(port: int) -> None:
    result = check(PORT=str(port), NAZH_HTTP_HOST="127.0.0.2")

    assert result.stderr.startswith(f"http://127.0.0.2:{port}/livez does not answer.")


def test_the_address_may_be_in_the_file_of_settings(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"PORT={port}\n")
    monkeypatch.chdir(tmp_path)

    result = check()

    assert result.stdout == f"http://127.0.0.1:{port}/livez says: alive.\n"


def test_a_refusal_is_one_line(port: int) -> None:
    url = f"http://127.0.0.1:{port}/readyz"

    result = check("--url", url)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{url} reports a problem (503): shard 0: silent store: away.\n"


def test_a_refused_connection_prints_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    result = check(PORT=str(port))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"http://127.0.0.1:{port}/livez does not answer.")


def test_a_timeout_is_unhealthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healthcheck, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = check(PORT=str(silent.getsockname()[1]))

    assert result.exit_code == 1
    assert "does not answer" in result.stderr


def test_the_timeout_is_shorter_than_the_containers() -> None:
    instruction = re.search(
        r"^HEALTHCHECK .*--timeout=(\d+)s", DOCKERFILE.read_text(), re.MULTILINE
    )

    assert instruction is not None
    assert 1 <= healthcheck.TIMEOUT < int(instruction[1])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "8080", "http://[", "http://a b/"])
def test_an_invalid_address_is_reported(url: str) -> None:
    result = check("--url", url)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{url} is not an address.")
