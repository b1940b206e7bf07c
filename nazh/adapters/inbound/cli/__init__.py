"""The command-line channel, for terminals and pipes."""
