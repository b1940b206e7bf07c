"""Words odds, and writes them as JSON."""
