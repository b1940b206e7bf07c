"""Traces for a collector that speaks OTLP: where the time of an interaction went.

The only room that knows OpenTelemetry, which is an extra: nothing here is imported unless traces
are switched on.
"""
