"""Registers all profiles by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from nazh.domain.keep.profiles.ark_asa import ARK_ASA
from nazh.domain.keep.profiles.openttd import OPENTTD
from nazh.domain.keep.profiles.source_engine import SOURCE_ENGINE
from nazh.domain.keep.profiles.source_generic import SOURCE_GENERIC
from nazh.domain.keep.profiles.teeworlds import TEEWORLDS

PROFILES: Final = MappingProxyType(
    {
        profile.name: profile
        for profile in (ARK_ASA, SOURCE_GENERIC, SOURCE_ENGINE, OPENTTD, TEEWORLDS)
    }
)
