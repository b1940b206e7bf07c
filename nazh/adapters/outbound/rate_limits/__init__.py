"""How often somebody may ask; the arithmetic is the library's."""
