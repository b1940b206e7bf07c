"""Sends traces of interactions to an OTLP collector.

The only package that imports OpenTelemetry, which is an extra: nothing here is imported unless
traces are enabled.
"""
