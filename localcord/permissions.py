"""Names the permission bits of Discord that localcord checks."""

ALL_PERMISSIONS = (1 << 53) - 1
ADMINISTRATOR, MANAGE_GUILD, VIEW_CHANNEL, SEND_MESSAGES = 1 << 3, 1 << 5, 1 << 10, 1 << 11
# View channel, send messages, embed links, attach files, history, application commands.
DEFAULT_PERMISSIONS = 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x8000_0000
