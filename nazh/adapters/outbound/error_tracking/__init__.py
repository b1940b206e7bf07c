"""Reports of crashes for a service that collects them.

The only room that knows Sentry, which is an extra: nothing here is imported unless reports are
switched on.
"""
