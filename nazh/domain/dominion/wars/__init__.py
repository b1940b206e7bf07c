"""Declares wars, lets them proceed, and ends them."""
