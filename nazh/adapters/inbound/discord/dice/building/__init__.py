"""The command ``/build``, which builds a roll by menus and buttons."""
