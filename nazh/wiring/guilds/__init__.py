"""Wires what every context needs about Discord servers and their people."""
