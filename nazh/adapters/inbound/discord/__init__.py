"""Discord: the only inbound room that knows hikari and lightbulb.

Lightbulb's own injection writes and compiles code on every command, a third of its cost. It is
switched off here, which works only before lightbulb is imported for the first time.
"""

import os

os.environ["LINKD_DI_DISABLED"] = "true"
