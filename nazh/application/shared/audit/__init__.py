"""Records changes to guilds and to the whole platform, and proves the record complete."""
