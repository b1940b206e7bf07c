"""Reports crashes to an error tracker.

The only package that imports Sentry, which is an extra: nothing here is imported unless reports are
enabled.
"""
