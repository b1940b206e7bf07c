"""Names and prose use the field's terms: no metaphors, riddles, headless "who" or "he"."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[3]
ITSELF = Path(__file__).relative_to(ROOT).as_posix()

# Migrations that were released keep their names.
RELEASED: Final = "nazh/adapters/outbound/sql/migrations/versions/"

METAPHORS: Final = frozenset(
    {
        "announcer",
        "announcers",
        "bystander",
        "bystanders",
        "chore",
        "chores",
        "courier",
        "couriers",
        "crowd",
        "crowds",
        "deed",
        "deeds",
        "desk",
        "desks",
        "door",
        "doors",
        "errand",
        "errands",
        "evening",
        "evenings",
        "glance",
        "glances",
        "house",
        "houses",
        "inscription",
        "inscriptions",
        "lane",
        "lanes",
        "latecomer",
        "latecomers",
        "leash",
        "mishap",
        "mishaps",
        "shelf",
        "shelves",
        "specimen",
        "switchboard",
        "tallies",
        "tally",
        "turnstile",
        "turnstiles",
        "whisper",
        "yardstick",
        "yardsticks",
    }
)
VAGUE: Final = frozenset({"found", "heard", "made", "said", "such", "told"})
"""Words that do not say what a variable holds."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
PUBLISHED = re.compile(r"\b(?:nazh|NAZH)_[A-Za-z_]+")
RIDDLE = re.compile(r"(?:[A-Z][\w'’-]*)(?: [\w'’-]+){0,2}: ")
HEADLESS = re.compile(r"(?:Who|Whoever|Whatever|Whose)\b(?![^.]*\?)")
WHO = re.compile(r"\b(?:Who|Whoever) (?:is|has|may|can|asks|comes)\b(?![^.\n]*\?)")
# Not the code "he" of a language.
HE = re.compile(r"(?<!\")\b(?:[Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b")
SPACED_PERCENT = re.compile(r"[0-9}] %")

PROSE: Final = frozenset({".py", ".md", ".toml", ".yml", ".yaml", ".sh", ".service", ".js", ""})


@dataclass(frozen=True, slots=True)
class Names:
    """What a module names, without its syntax tree, which would take much memory."""

    definitions: tuple[tuple[str, str], ...]
    """The name and docstring of the module and each of its definitions."""
    variables: frozenset[str]
    """The parameters, variables and attributes that it assigns."""


@cache
def names_of(text: str) -> Names:
    """Return what a module names; several rules ask."""
    definitions: list[tuple[str, str]] = []
    variables: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                docstring = ast.get_docstring(node, clean=False) or ""
                definitions.append((getattr(node, "name", ""), docstring))
            case ast.arg(arg=name):
                variables.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                variables.add(name)
            case _:
                pass
    return Names(tuple(definitions), frozenset(variables))


def names_in(path: str, text: str) -> Iterator[str]:
    """Yield path parts, all names that ``text`` defines, and its metrics and settings."""
    yield from Path(path).with_suffix("").parts
    if path.endswith(".py"):
        yield from (name for name, _docstring in names_of(text).definitions)
        yield from names_of(text).variables
    yield from PUBLISHED.findall(text)


def metaphors(path: str, text: str) -> Iterator[str]:
    """Yield each name that contains a banned metaphor."""
    for name in sorted(set(names_in(path, text))):
        if METAPHORS & {word.lower() for word in WORD.findall(name)}:
            yield name


def vague_variables(path: str, text: str) -> Iterator[str]:
    """Yield each variable whose name does not say what it holds."""
    if path.endswith(".py"):
        yield from sorted(name for name in names_of(text).variables if name.strip("_") in VAGUE)


def openings(path: str, text: str) -> Iterator[str]:
    """Yield the first line of each docstring in ``text``."""
    if path.endswith(".py"):
        for _name, docstring in names_of(text).definitions:
            yield docstring.lstrip().partition("\n")[0]


def riddles(path: str, text: str) -> Iterator[str]:
    """Yield each docstring that opens with "Noun: …"."""
    return (line for line in openings(path, text) if RIDDLE.match(line))


def headless_openings(path: str, text: str) -> Iterator[str]:
    """Yield each docstring that opens with a clause in "Who …"."""
    return (line for line in openings(path, text) if HEADLESS.match(line))


def headless_clauses(path: str, text: str) -> Iterator[str]:
    """Yield each clause such as "Who asks …" that is not a question."""
    return iter(WHO.findall(text))


def pronouns(path: str, text: str) -> Iterator[str]:
    """Yield each "he", "his" and "him"."""
    return iter(HE.findall(text))


def spaced_percentages(path: str, text: str) -> Iterator[str]:
    """Yield the end of each percentage with a space before its sign; in code that is a modulo."""
    return iter(SPACED_PERCENT.findall(text) if path.endswith(".md") else ())


RULES: Final[dict[str, Callable[[str, str], Iterator[str]]]] = {
    "metaphor": metaphors,
    "vague variable": vague_variables,
    "riddle": riddles,
    "headless opening": headless_openings,
    "headless clause": headless_clauses,
    "he": pronouns,
    "percent": spaced_percentages,
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of every tracked file with prose, by its path."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (
        Path(name)
        for name in listing.stdout.split("\0")
        if name and name != ITSELF and not name.startswith(RELEASED)
    )
    return {
        path.as_posix(): (ROOT / path).read_text("utf-8")
        for path in paths
        if path.suffix in PROSE and (ROOT / path).is_file() and not (ROOT / path).is_symlink()
    }


@pytest.mark.parametrize("rule", RULES)
def test_prose_and_names_are_plain(rule: str, texts: dict[str, str]) -> None:
    assert len(texts) > 1_000  # git lists the repository

    breaches = [
        f"{path}: {breach}" for path, text in texts.items() for breach in RULES[rule](path, text)
    ]

    assert breaches == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("metaphor", "nazh/door.py", ""),
        ("metaphor", "nazh/waiting/shelves/__init__.py", ""),
        ("metaphor", "nazh/it.py", "class OddsDesk: ..."),
        ("metaphor", "nazh/it.py", "async def run_errands(): ..."),
        ("metaphor", "nazh/it.py", "def f(shelves: int) -> int: ..."),
        ("metaphor", "nazh/it.py", "class A:\n    def f(self):\n        self._desk = 1"),
        ("metaphor", "docs/it.md", "the metric `nazh_errands_total`"),
        ("metaphor", "docs/it.md", "the setting `NAZH_HOUSE_RULES`"),
        ("vague variable", "nazh/it.py", "said = read()"),
        ("vague variable", "nazh/it.py", "def f(told: int) -> int: ..."),
        ("vague variable", "nazh/it.py", "class A:\n    _heard: int"),
        ("riddle", "nazh/it.py", '"""The turnstile: how fast users may roll."""'),
        ("riddle", "nazh/it.py", 'def f():\n    """Luck: a share of all ways."""'),
        ("headless opening", "nazh/it.py", '"""Who is too fast waits."""'),
        ("headless opening", "nazh/it.py", 'class A:\n    """Whoever asks first."""'),
        ("headless clause", "docs/it.md", "Who may manage it can change it."),
        ("headless clause", "nazh/it.py", "# Whoever comes late waits."),
        ("he", "docs/it.md", "The user sees his roll."),
        ("he", "nazh/it.py", "# He waits."),
        ("percent", "docs/it.md", "It takes 3 % of the time."),
    ],
)
def test_a_breach_is_found(rule: str, path: str, text: str) -> None:
    assert len(list(RULES[rule](path, text))) == 1


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("metaphor", "nazh/rate_limits.py", "class Warehouse: ...\ndef indoors(): ..."),
        ("vague variable", "nazh/it.py", "def found(nation: str) -> None: ..."),
        ("riddle", "nazh/it.py", '"""Limits rolls per user: 5 in 10 s, then a wait."""'),
        ("headless opening", "nazh/it.py", '"""Return who rolled."""'),
        ("headless clause", "docs/it.md", "Who can see this? Users who can read the channel."),
        ("he", "docs/it.md", "The help is there; history this."),
        ("percent", "docs/it.md", "It takes 3% of the time."),
        ("percent", "nazh/it.py", "minute = 90 % 60"),
        ("he", "nazh/it.py", 'LOCALES = ("he", "hi")'),
    ],
)
def test_plain_language_passes(rule: str, path: str, text: str) -> None:
    assert list(RULES[rule](path, text)) == []
