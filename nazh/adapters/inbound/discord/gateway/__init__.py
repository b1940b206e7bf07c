"""The bot on Discord's gateway: shards, sessions, heartbeats and identify limits."""
