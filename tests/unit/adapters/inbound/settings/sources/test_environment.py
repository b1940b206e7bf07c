"""Tests the precedence of setting sources, and unreadable files."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from nazh.adapters.inbound.settings import InvalidSettings, Settings, read_settings
from tests.unit.adapters.inbound.settings.environment import TOKEN

NO_FILE = Path("/nonexistent/.env")


def problems(dotenv: Path = NO_FILE) -> tuple[str, ...]:
    with pytest.raises(InvalidSettings) as bad:
        read_settings(dotenv)
    return bad.value.problems


def read_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> Settings:
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(path))
    return read_settings(NO_FILE)


@pytest.mark.parametrize("content", ["{}", "{}\n", " {}\r\n\n", "\ufeff{}\n"])
def test_a_secret_may_stand_in_a_file_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "token"
    file.write_text(content.format(TOKEN), "utf-8")

    assert read_file(monkeypatch, file).discord.token.reveal() == TOKEN


def test_dotenv_may_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN=\nDISCORD_TOKEN_FILE={tmp_path / 'token'}\n")

    assert read_settings(dotenv).discord.token.reveal() == TOKEN


def test_a_secret_and_its_file_together_are_a_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "/run/secrets/token")

    assert problems(tmp_path / ".env") == (
        "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set. Keep one of them.",
    )


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN_FILE", f"/nonexistent/{TOKEN}")

    (problem,) = problems()

    assert problem.startswith(
        "DISCORD_TOKEN_FILE names a file that cannot be read (No such file or"
    )
    assert TOKEN not in problem


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "names a file that is empty"),
        (b" \n\n", "names a file that is empty"),
        (b"\xff\xfe\x00", "names a file that is not UTF-8 text"),
        (b"x" * 70_000, "names a file that is too large to be a secret"),
    ],
)
def test_an_invalid_secret_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(file))

    (problem,) = problems()

    assert problem.startswith(f"DISCORD_TOKEN_FILE {sentence}")


def test_an_invalid_secret_file_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(f'DISCORD_TOKEN="{TOKEN}"')
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(file))

    (problem,) = problems()

    assert problem.startswith("The file that DISCORD_TOKEN_FILE names has quotes")
    assert TOKEN not in problem


@pytest.mark.parametrize("kind", ["device", "directory", "pipe"])
def test_a_secret_that_would_never_end_is_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    path = {"device": "/dev/zero", "directory": str(tmp_path), "pipe": str(tmp_path / "pipe")}[kind]
    monkeypatch.setenv("DISCORD_TOKEN_FILE", path)

    assert problems() == ("DISCORD_TOKEN_FILE names something that is not a file. Name a file.",)


def test_a_dotenv_that_is_a_directory_or_a_device_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    for path in (tmp_path, Path("/dev/zero")):
        assert problems(path) == (f"{path} is not a file. Put a file there, or remove it.",)


@pytest.mark.parametrize(
    ("target", "reason"),
    [("nowhere", "No such file or directory"), (".env", "Too many levels of symbolic links")],
)
def test_a_dotenv_that_links_to_no_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: str, reason: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.symlink_to(tmp_path / target)

    (problem,) = problems(dotenv)

    assert problem.startswith(f"{dotenv} cannot be read ({reason}).")


def test_a_dotenv_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    # Not even root can read this one.
    (problem,) = problems(Path("/proc/self/mem"))

    assert problem == (
        "/proc/self/mem cannot be read (Input/output error). "
        "Check that it is there and readable for this user."
    )


def test_a_dotenv_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"PORT=\xff\xfe")

    assert problems(dotenv) == (f"{dotenv} cannot be read. Write it as UTF-8 text.",)


def test_a_dotenv_with_a_nul_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"NAZH_DATABASE_URL=memory:\nEDITOR=a\0b\n")

    assert problems(dotenv) == (
        f"{dotenv} has a NUL, which no variable can have. Write it as UTF-8 text.",
    )


def test_lines_of_dotenv_that_say_nothing_are_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nPORT 8080\nAPP_ENV\n{TOKEN}\n")

    messages = problems(dotenv)

    assert messages == (
        f"{dotenv} cannot be read from line 2 on. Write NAME=value, one on each line.",
        f"{dotenv} has a line without a value. Write NAME=value, one on each line.",
        f"{dotenv} has a line without a value. Write NAME=value, one on each line.",
    )
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_a_setting_that_dotenv_sets_twice_is_warned_about(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nPORT=81\nAPP_ENV=test\nport=82\nAPP_ENV=test\n")
    dotenv.chmod(0o600)

    settings = read_settings(dotenv)

    assert settings.http.port == 82
    assert settings.warnings == (".env sets PORT to several values. The last one counts.",)


def test_dotenv_may_be_a_pipe(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    os.mkfifo(dotenv, 0o600)
    writing = Thread(target=dotenv.write_text, args=(f"DISCORD_TOKEN={TOKEN}\n",))
    writing.start()

    assert read_settings(dotenv).discord.token.reveal() == TOKEN
    writing.join()


@pytest.mark.parametrize(
    "line", ["export PORT=81", 'PORT="81"', "PORT='81'  # here", "\ufeffPORT=81", "port=81"]
)
def test_dotenv_is_read_as_shells_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    (tmp_path / ".env").write_text(f"{line}\n", "utf-8")

    assert read_settings(tmp_path / ".env").http.port == 81


@pytest.mark.parametrize(("mode", "is_warned"), [(0o644, True), (0o640, False), (0o600, False)])
def test_a_secret_in_a_file_that_everybody_can_read_is_warned_about(
    tmp_path: Path, mode: int, is_warned: bool
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\n")
    dotenv.chmod(mode)

    warned = any("chmod 600 .env" in sentence for sentence in read_settings(dotenv).warnings)

    assert warned == is_warned


def test_a_public_file_without_secrets_is_fine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=81\n")
    dotenv.chmod(0o644)

    assert read_settings(dotenv).warnings == ()
