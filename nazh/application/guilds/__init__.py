"""Use cases about guilds and personal data: settings, membership, export and deletion."""
