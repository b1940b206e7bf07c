"""Guild settings and membership in a database."""
