"""The REST API: routes, their handlers, and the desk that every request passes."""
