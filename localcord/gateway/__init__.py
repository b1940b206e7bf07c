"""Serves websocket connections and their resumable sessions, with injected faults."""
