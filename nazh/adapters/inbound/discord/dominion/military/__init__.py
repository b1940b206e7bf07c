"""Commands and buttons of the military."""
