"""Serves metrics, probes and the dashboard over HTTP."""
