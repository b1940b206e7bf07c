"""Adds forbidden modules to a copy of the packages and reports which contracts break.

It is a separate program with the copy as its working directory, so that import-linter reads the
copy and not the imported packages. It reads ``[{path: source}, …]`` as JSON from standard input,
and writes for each the names of the contracts that these modules break.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from importlinter.application.use_cases import create_report, read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import registry

CACHE = ".import_linter_cache"
"""Imports of the modules that stay the same."""


def main() -> None:
    sys.path.insert(0, str(Path.cwd()))
    configure()
    for kind in (AcyclicSiblingsContract, ForbiddenContract, IndependenceContract, LayersContract):
        registry.register(kind, kind.type_name)
    answers = []
    for modules in json.load(sys.stdin):
        with added(modules):
            answers.append(sorted(broken_contracts()))
    json.dump(answers, sys.stdout)


def broken_contracts() -> set[str]:
    with contextlib.redirect_stdout(io.StringIO()):
        report = create_report(read_user_options("pyproject.toml"), cache_dir=CACHE)
    assert not report.could_not_run, report.invalid_contract_options
    return {
        contract.name for contract, check in report.get_contracts_and_checks() if not check.kept
    }


@contextlib.contextmanager
def added(modules: dict[str, str]) -> Iterator[None]:
    """Write ``modules`` with the packages they need, and remove them afterwards."""
    created: list[Path] = []
    try:
        for name, source in modules.items():
            for package in [*reversed(Path(name).parents)][1:]:
                if not package.exists():
                    package.mkdir()
                    created.append(package)
                    write(package / "__init__.py", "", created)
            write(Path(name), source, created)
        yield
    finally:
        for path in reversed(created):
            path.rmdir() if path.is_dir() else path.unlink()


def write(path: Path, source: str, created: list[Path]) -> None:
    created.append(path)
    with path.open("x") as file:
        file.write(source)


if __name__ == "__main__":
    main()
