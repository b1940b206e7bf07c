"""Load: the bot as real processes under strangers who come when they like, not when it is done."""
