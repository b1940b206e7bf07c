"""Who is given what: one container a context."""
