"""Names functions that SQLite and PostgreSQL call differently."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

LOWER_IN_SQLITE: Final = "nazh_lower"
"""The function that every connection to a SQLite file defines; its own converts only A to Z."""


class least(GenericFunction[int]):  # noqa: N801  # SQLAlchemy registers it by this name
    """The smallest of its arguments, none of which may be null."""

    inherit_cache = True


class greatest(GenericFunction[int]):  # noqa: N801  # SQLAlchemy registers it by this name
    """The largest of its arguments, none of which may be null."""

    inherit_cache = True


class lower_case(GenericFunction[str]):  # noqa: N801  # SQLAlchemy registers it by this name
    """A text in lower case, in any script."""

    inherit_cache = True


@compiles(least, "sqlite")
def _least_in_sqlite(element: least, compiler: SQLCompiler, **options: object) -> str:
    return f"min{compiler.process(element.clause_expr, **options)}"


@compiles(greatest, "sqlite")
def _greatest_in_sqlite(element: greatest, compiler: SQLCompiler, **options: object) -> str:
    return f"max{compiler.process(element.clause_expr, **options)}"


@compiles(lower_case, "sqlite")
def _lower_case_in_sqlite(element: lower_case, compiler: SQLCompiler, **options: object) -> str:
    return f"{LOWER_IN_SQLITE}{compiler.process(element.clause_expr, **options)}"


@compiles(lower_case, "postgresql")
def _lower_case_in_postgresql(element: lower_case, compiler: SQLCompiler, **options: object) -> str:
    return f"lower{compiler.process(element.clause_expr, **options)}"
