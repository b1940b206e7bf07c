"""The command ``/panel``, and the buttons of panels."""
