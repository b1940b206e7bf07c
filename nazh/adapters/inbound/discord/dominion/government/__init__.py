"""Commands of a nation's offices and its leader."""
