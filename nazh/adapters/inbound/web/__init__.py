"""The machine's own page: metrics and liveness over HTTP."""
