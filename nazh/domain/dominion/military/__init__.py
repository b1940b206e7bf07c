"""Builds, upgrades and disbands the units of nations, and advises what to build next."""
