"""The Discord channel, and the only inbound package that imports hikari and lightbulb.

Lightbulb's own injection generates and compiles code for every command, which is a third of its
cost. It is switched off here, which works only before lightbulb is imported for the first time.
"""

import os

os.environ["LINKD_DI_DISABLED"] = "true"
