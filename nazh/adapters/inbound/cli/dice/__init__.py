"""The dice commands of the CLI."""
