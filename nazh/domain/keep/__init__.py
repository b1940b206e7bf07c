"""The rules of Keep, which runs game servers from Discord."""
