"""Commands and buttons of wars and battles."""
