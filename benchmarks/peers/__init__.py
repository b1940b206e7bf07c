"""Peers: other dice engines, asked for the same rolls."""
