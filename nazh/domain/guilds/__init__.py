"""What a Discord server has chosen: settings and their changes."""
