"""Says why a PostgreSQL database cannot be opened, and what its operator should check."""

from __future__ import annotations

import re
from enum import Enum
from ssl import SSLCertVerificationError
from typing import Final

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
from sqlalchemy.exc import DBAPIError

_ERROR_CLASS: Final = re.compile(r"^\([\w.]+\) |<class '[\w.]+'>: ")
_REFUSALS: Final = ("28", "3D", "42501")
"""Beginnings of the codes with which a server refuses this user, or has no such database.

It gives the same answer until somebody changes the address or the server.
"""


class Problem(Enum):
    """Why a database cannot be opened. The value is what the operator should check."""

    UNREACHABLE = "that PostgreSQL runs and accepts writes"
    REFUSED = "what its user may do"
    CERTIFICATE = (
        "that PGSSLROOTCERT names the certificate of the server's authority. It must be in the "
        "environment, not in .env"
    )


def problem_of(cause: BaseException | None, *, verifies_certificate: bool) -> Problem:
    """Return what kind of problem an error shows; ``None`` means that nothing answered."""
    is_file_missing = verifies_certificate and isinstance(cause, FileNotFoundError)
    if is_file_missing or _is_certificate_error(cause):
        return Problem.CERTIFICATE
    return Problem.REFUSED if error_code(cause).startswith(_REFUSALS) else Problem.UNREACHABLE


def reason_of(cause: BaseException | None) -> str:
    """Return the first line of the driver's message."""
    # SQLAlchemy puts class names before the driver's message, and a link after it.
    line = "" if cause is None else _ERROR_CLASS.sub("", str(cause).partition("\n")[0])
    return line or "no answer"


def error_code(cause: BaseException | None) -> str:
    """Return the server's code of an error (``SQLSTATE``), or an empty text."""
    driver = cause.orig if isinstance(cause, DBAPIError) else cause
    return getattr(driver, "sqlstate", None) or ""


def _is_certificate_error(error: BaseException | None) -> bool:
    """Return whether the server's certificate, or its authority's, was missing or not trusted."""
    driver = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig else error
    return isinstance(driver, (SSLCertVerificationError, asyncpg.ClientConfigurationError))
