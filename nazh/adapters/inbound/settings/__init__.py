"""What the operator says: the environment and ``.env``, read once into one typed value."""

from nazh.adapters.inbound.settings.reading import BadSettings, read_settings
from nazh.adapters.inbound.settings.values import Environment, RngKind, Secret, Settings

__all__ = ["BadSettings", "Environment", "RngKind", "Secret", "Settings", "read_settings"]
