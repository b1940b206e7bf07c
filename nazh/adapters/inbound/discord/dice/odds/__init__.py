"""The command ``/odds``, and the button *Odds*."""
