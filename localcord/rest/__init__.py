"""Serves the REST API with its routes, their handlers, and the dispatcher of all requests."""
