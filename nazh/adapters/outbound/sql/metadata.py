"""Defines the MetaData that all tables of all contexts share."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

METADATA: Final = MetaData()
