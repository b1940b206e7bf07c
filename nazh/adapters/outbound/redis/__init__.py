"""What several processes share in Redis; nothing of it is missed for longer than minutes."""
