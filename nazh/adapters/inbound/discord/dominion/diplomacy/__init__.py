"""Commands and buttons of treaties between nations."""
