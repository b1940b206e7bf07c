"""Names functions that SQLite and PostgreSQL call differently."""

from __future__ import annotations

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class least(GenericFunction[int]):  # noqa: N801  # SQLAlchemy registers it by this name
    """The smallest of its arguments, none of which may be null."""

    inherit_cache = True


class greatest(GenericFunction[int]):  # noqa: N801  # SQLAlchemy registers it by this name
    """The largest of its arguments, none of which may be null."""

    inherit_cache = True


@compiles(least, "sqlite")
def _least_in_sqlite(element: least, compiler: SQLCompiler, **options: object) -> str:
    return f"min{compiler.process(element.clause_expr, **options)}"


@compiles(greatest, "sqlite")
def _greatest_in_sqlite(element: greatest, compiler: SQLCompiler, **options: object) -> str:
    return f"max{compiler.process(element.clause_expr, **options)}"
