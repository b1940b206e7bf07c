"""The commands ``/roll`` and *Roll the dice in this message*, their results and buttons."""
