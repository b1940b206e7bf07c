"""Settings, privacy and membership of Discord servers."""
