"""Commands and buttons of nations, their settings, vacations and deletion."""
