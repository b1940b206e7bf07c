"""Wires the guilds context, which every context shares."""
