"""Tests that ``script/mutate`` reports only mutants that no test detects, chosen by the seed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.mutation.operators import mutations
from tests.mutation.run import ROOT, chosen, ring, try_mutations
from tests.mutation.selection import Selection

pytestmark = pytest.mark.slow

PROGRAM = """\
def is_adult(age: int) -> bool:
    return age >= 18


def is_child(age: int) -> bool:
    return age < 18
"""
TESTS = """\
from nazh.domain.ages import is_adult, is_child


def test_the_boundary_of_adults():
    assert is_adult(18)
    assert not is_adult(17)


def test_a_child_far_from_the_boundary():
    assert is_child(3)
    assert not is_child(40)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A program whose tests notice every change of ``is_adult`` and few of ``is_child``."""
    for path, text in {
        "nazh/__init__.py": "",
        "nazh/domain/__init__.py": "",
        "nazh/domain/ages.py": PROGRAM,
        "tests/unit/domain/test_ages.py": TESTS,
        "pyproject.toml": "[tool.pytest.ini_options]\nmarkers = ['slow: takes seconds']\n",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


@pytest.mark.slow
def test_a_survivor_is_reported_and_a_killed_mutant_is_not(project: Path) -> None:
    mutants = [mutant for mutant in chosen(project, 100, 1) if mutant.operator == "comparison"]

    report = try_mutations(project, mutants)

    assert len(report.tried) == 2
    assert [survivor.mutation.line for survivor in report.survivors] == [6]
    assert str(report).splitlines() == [
        "1 of 2 mutants survived.",
        "  domain: 1 of 2",
        "",
        "nazh/domain/ages.py:6: comparison",
        "    @@ -6 +6 @@",
        "    -    return age < 18",
        "    +    return age <= 18",
    ]


@pytest.mark.slow
def test_a_test_that_fails_anyway_kills_nothing(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import nazh.domain.ages\n\n\ndef test_nothing():\n    assert False\n"
    )

    report = try_mutations(project, chosen(project, 1, 1))

    assert len(report.survivors) == 1


@pytest.mark.slow
def test_a_test_that_fails_once_kills_nothing(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "from pathlib import Path\nimport nazh.domain.ages\n\n\n"
        "def test_first_time():\n    mark = Path('mark')\n    is_new = not mark.exists()\n"
        "    mark.touch()\n    assert not is_new\n"
    )

    assert len(try_mutations(project, chosen(project, 1, 1)).survivors) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("tiers", "survivors"), [(2, 1), (3, 0)])
def test_slow_tests_come_last(project: Path, tiers: int, survivors: int) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import pytest\nfrom nazh.domain.ages import is_child\n\n\n"
        "@pytest.mark.slow\ndef test_limit():\n    assert not is_child(18)\n"
    )
    mutants = [mutant for mutant in chosen(project, 100, 1) if mutant.text == " <= "]

    assert len(try_mutations(project, mutants, tiers=tiers).survivors) == survivors


@pytest.mark.slow
def test_tests_that_never_end_kill_nothing(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import time\nimport nazh.domain.ages\n\n\n"
        "def test_ends():\n    while True:\n        time.sleep(0.1)\n"
    )

    assert len(try_mutations(project, chosen(project, 1, 1), seconds=3).survivors) == 1


@pytest.mark.slow
def test_all_tests_together_may_take_longer_than_one(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import time\nimport pytest\nfrom nazh.domain.ages import is_child\n\n\n"
        "@pytest.mark.parametrize('age', range(13, 18))\n"
        "def test_children(age):\n    time.sleep(2.1)\n    assert is_child(age)\n\n\n"
        "def test_limit():\n    assert not is_child(18)\n"
    )
    mutants = [mutant for mutant in chosen(project, 100, 1) if mutant.text == " <= "]

    assert try_mutations(project, mutants, seconds=10).survivors == ()


@pytest.mark.slow
def test_parameters_with_spaces_are_no_obstacle(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import pytest\nfrom nazh.domain.ages import is_child\n\n\n"
        "@pytest.mark.parametrize('age', [18], ids=['at - the [limit'])\n"
        "def test_limit(age):\n    assert not is_child(age)\n"
    )
    mutants = [mutant for mutant in chosen(project, 100, 1) if mutant.text == " <= "]

    assert try_mutations(project, mutants).survivors == ()


def test_a_mutant_without_tests_is_marked(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").unlink()

    report = try_mutations(project, chosen(project, 1, 1))

    assert "(no test selected)" in str(report)


@pytest.mark.slow
def test_a_mutant_that_never_ends_is_killed(project: Path) -> None:
    (project / "tests/unit/domain/test_ages.py").write_text(
        "import time\nfrom nazh.domain.ages import is_child\n\n\n"
        "def test_ends():\n    while is_child(18):\n        time.sleep(0.1)\n"
    )
    mutants = [mutant for mutant in chosen(project, 100, 1) if mutant.text == " <= "]

    assert try_mutations(project, mutants, seconds=10).survivors == ()


@pytest.mark.slow
def test_the_program_itself_is_unchanged(project: Path) -> None:
    try_mutations(project, chosen(project, 2, 1))

    assert (project / "nazh/domain/ages.py").read_text() == PROGRAM


def test_the_seed_decides() -> None:
    first, again, other = (chosen(ROOT, 30, seed, ("application/guilds",)) for seed in (7, 7, 8))

    assert first == again
    assert len(set(first)) == 30
    assert first != other


@pytest.mark.parametrize(
    ("source", "operator", "mutant"),
    [
        ("x = a < b", "comparison", "x = a <= b"),
        ("x = a not in b", "comparison", "x = a in b"),
        ("x = a and b", "boolean", "x = ((a))"),
        ("x = not a", "boolean", "x = bool(a)"),
        ("def f(): return True", "constant", "def f(): return False"),
        ("def f(): return 3", "off by one", "def f(): return (3 + 1)"),
        ("x = a + b", "arithmetic", "x = a - b"),
        ("async def f(): await a.close()", "dropped call", "async def f(): pass"),
        ("def f():\n if a: raise B", "dropped guard", "def f():\n if False: raise B"),
        ("x = select(a).where(b)", "dropped filter", "x = select(a)"),
        ("x = and_(a, b)", "dropped filter", "x = and_(b)"),
        ("x = [a for a in b if a]", "dropped filter", "x = [a for a in b if True]"),
        ("x = text('DELETE FROM a WHERE b')", "dropped filter", "x = text('DELETE FROM a ')"),
        ("x = select(a).order_by(b).limit(c)", "dropped clause", "x = select(a).order_by(b)"),
        ("x = a.order_by(b, c.desc())", "dropped clause", "x = a.order_by(b, c)"),
        ("x = a.order_by(b, c.desc())", "reversed order", "x = a.order_by(b.desc(), c.desc())"),
        ("x = select(a).where(b).with_for_update()", "dropped clause", "x = select(a).where(b)"),
        (
            "async def f():\n  async with a.lock, b:  # first\n    await c()",
            "dropped context",
            "async def f():\n  if True:\n    await c()",
        ),
        ("x = asyncio.shield(f(a))", "dropped context", "x = f(a)"),
        ("x = (a, b, c)", "dropped element", "x = (a, c)"),
        ("x = [a, b, c]", "dropped element", "x = [a, b]"),
        ("x = {'a': 1, **b, 'c': 3}", "dropped element", "x = {'a': 1, 'c': 3}"),
        ("x = f(a, is_secret=True)", "lost keyword", "x = f(a, )"),
        ("x = timedelta(seconds=3)", "units", "x = timedelta(milliseconds=3)"),
        ("x = a * 1000", "units", "x = a"),
        ("x = \"return {'PX'}\"", "units", "x = \"return {'EX'}\""),
        ("TTL_SECONDS: Final = 3", "units", "TTL_SECONDS: Final = (3) * 1000"),
        (
            "async def f():\n  async with a:\n    await b.commit()\n  await c.publish(d)",
            "publish before commit",
            "async def f():\n  async with a:\n    await c.publish(d)\n    await b.commit()\n  pass",
        ),
        ("é = 'é' if a < b else 'ü'", "comparison", "é = 'é' if a <= b else 'ü'"),
    ],
)
def test_an_operator_changes_one_thing(source: str, operator: str, mutant: str) -> None:
    mutations_found = [
        mutation for mutation in mutations("nazh/a.py", source) if mutation.operator == operator
    ]

    assert mutant in [mutation.applied_to(source) for mutation in mutations_found]


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "import a",
        "__slots__ = ('a', 'b', 'c')",
        "def f(a: Literal[1]) -> None: ...",
        "x = tuple[int, int, int]",
        "def f(): return a, b, c",
    ],
)
def test_declarations_are_left_alone(source: str) -> None:
    assert mutations("nazh/a.py", source) == ()


@pytest.mark.parametrize(
    "source",
    [
        "def f(): _LOG.warning('lost %d of %d', a + 1, len(b))",
        "def f(): assert_never(a)",
        "def f(): gc.collect(2)",
        "x = zip(a, b, strict=True)",
        "x = Column(a, autoincrement=False)",
        "x = select(a).limit(1)",
    ],
)
def test_what_no_test_can_observe_is_left_alone(source: str) -> None:
    assert mutations("nazh/a.py", source) == ()


def test_a_mutation_that_does_not_compile_is_not_chosen(project: Path) -> None:
    program = "def f(a):\n    match a:\n        case 1:\n            return 2\n"
    (project / "nazh/domain/ages.py").write_text(program)

    picked = chosen(project, 100, 1)

    assert len(mutations("nazh/domain/ages.py", program)) == 2
    assert [mutation.line for mutation in picked] == [4]


def test_no_migration_is_mutated() -> None:
    picked = chosen(ROOT, 10_000, 1, ("/outbound/sql/.*(chains|migrat|/[0-9]{4}_)",))

    assert {Path(mutation.path).name for mutation in picked} == {"chains.py", "migrating.py"}


def test_the_nearest_tests_come_first() -> None:
    first, *_ = Selection(ROOT).tiers("nazh/adapters/outbound/sql/dice/roll_counters.py")

    assert "tests/contract/test_roll_counters.py" in first
    assert "tests/unit/domain/dice/test_judging.py" not in first


def test_the_tests_of_a_package_are_those_of_its_modules() -> None:
    first, *_ = Selection(ROOT).tiers("nazh/domain/dice/notation/habits/edges.py")

    assert "tests/unit/domain/dice/notation/test_habits.py" in first
    assert "tests/unit/docs/test_habits_page.py" in first


def test_tests_that_import_a_module_from_its_package_are_selected() -> None:
    first, *_ = Selection(ROOT).tiers("nazh/adapters/inbound/texts/dominion/operations/balance.py")

    assert "tests/unit/adapters/inbound/texts/dominion/test_replies.py" in first


def test_tests_that_import_a_module_by_a_helper_are_selected() -> None:
    first, second, *_ = Selection(ROOT).tiers("nazh/domain/dice/judging.py")

    assert "tests/unit/domain/dice/test_judging.py" in first
    assert "tests/unit/domain/dice/test_plot_die.py" in (*first, *second)


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("adapters/outbound/redis/identify_lock.py", "architecture/test_durations.py"),
        ("adapters/outbound/sql/keep/tables.py", "adapters/outbound/sql/migrations/test_chains.py"),
        ("domain/keep/servers.py", "domain/test_refusal_facts.py"),
        ("adapters/inbound/texts/keep/players.py", "adapters/inbound/texts/test_placeholders.py"),
    ],
)
def test_tests_that_check_all_modules_are_selected(path: str, test: str) -> None:
    first, *_ = Selection(ROOT).tiers(f"nazh/{path}")

    assert f"tests/unit/{test}" in first
    assert (ROOT / "tests/unit" / test).is_file()


def test_the_period_of_a_job_is_tested_by_its_document() -> None:
    _, second, *_ = Selection(ROOT).tiers("nazh/application/shared/messages/deliver_messages.py")

    assert "tests/unit/docs/test_job_overdue_page.py" in second


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("nazh/domain/dice/pools.py", "domain"),
        ("nazh/adapters/outbound/sql/databases/sqlite_worker.py", "adapters/outbound"),
        ("nazh/bootstrap.py", "bootstrap"),
    ],
)
def test_the_ring_of_a_file(path: str, name: str) -> None:
    assert ring(path) == name


def test_help_has_examples() -> None:
    completed = subprocess.run(  # our own script
        [ROOT / "script/mutate", "--help"], capture_output=True, text=True, check=True
    )

    assert "script/mutate 50 7" in completed.stdout
