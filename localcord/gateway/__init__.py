"""The gateway: websocket connections, sessions that outlive them, and faults of both."""
