"""Words what developers see and announce."""
