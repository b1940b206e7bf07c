"""The dice commands on Discord, with their buttons and messages."""
