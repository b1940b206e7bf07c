"""The gateway bot, with its shards, sessions, heartbeats and identify limits."""
