"""Words wars, battles and peace."""
