"""Adapters to other dice engines for the same rolls."""
