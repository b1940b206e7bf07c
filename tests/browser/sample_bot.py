"""A sample bot whose commands produce everything that the client can show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from localcord import Server
from localcord.permissions import MANAGE_GUILD
from tests.localcord.raw_bot import GatewaySocket, Json, Rest, identified, rest_of

EPHEMERAL, V2 = 1 << 6, 1 << 15
SPELLS = ("Fireball", "Firebolt", "Frost ray")

COMMANDS: list[Json] = [
    {
        "name": "roll",
        "name_localizations": {"de": "würfeln", "es-ES": "tirar"},
        "description": "Throw dice where everyone can see them.",
        "description_localizations": {"de": "Würfle vor aller Augen."},
        "options": [
            {
                "type": 3,
                "name": "dice",
                "name_localizations": {"de": "würfel"},
                "description": "What to throw",
                "description_localizations": {"de": "Was geworfen wird"},
                "required": True,
            },
            {"type": 4, "name": "times", "description": "How often", "max_value": 9},
            {"type": 5, "name": "plot", "description": "Add a plot die"},
            {
                "type": 3,
                "name": "edge",
                "description": "Advantage or disadvantage",
                "choices": [
                    {
                        "name": "Advantage",
                        "name_localizations": {"de": "Vorteil"},
                        "value": "adv",
                    },
                    {"name": "Disadvantage", "value": "dis"},
                ],
            },
            {"type": 6, "name": "foe", "description": "Against whom"},
        ],
    },
    {
        "name": "spell",
        "description": "Cast a spell by its name.",
        "options": [
            {
                "type": 3,
                "name": "name",
                "description": "Which spell",
                "autocomplete": True,
                "required": True,
            }
        ],
    },
    {"name": "secret", "description": "Roll behind the screen."},
    {"name": "choose", "description": "Menus of all kinds."},
    {"name": "panel", "description": "Everything Components V2 can do."},
    {"name": "ponder", "description": "Think for a while."},
    {"name": "silent", "description": "Never answer."},
    {"name": "survey", "description": "A form with boxes to tick."},
    {
        "name": "words",
        "description": "All of Discord's markdown.",
        "options": [
            {"type": 3, "name": "by", "description": "Whose words"},
            {"type": 8, "name": "caste", "description": "Of which role"},
        ],
    },
    {
        "name": "rules",
        "description": "House rules.",
        "default_member_permissions": str(MANAGE_GUILD),
        "options": [
            {"type": 1, "name": "show", "description": "Read the house rules."},
            {"type": 1, "name": "change", "description": "Write a new house rule."},
        ],
    },
    {
        "name": "Roll the dice in this message",
        "name_localizations": {"de": "Würfel dieser Nachricht werfen"},
        "type": 3,
    },
    {"name": "Greet", "type": 2},
]

WORDS = """# Big
## Middle
### Small
-# under the breath
**bold** *italic* __under__ ~~gone~~ `2d6+3` ||the butler|| [a link](https://example.org)
> quoted, twice
> over
- one
- two
```
a1d20+5
```"""

BUTTONS: list[Json] = [
    {"type": 2, "style": 1, "label": "Roll again", "custom_id": "again", "emoji": {"name": "⚄"}},
    {"type": 2, "style": 2, "label": "Add plot die", "custom_id": "plot"},
    {"type": 2, "style": 3, "label": "Reveal", "custom_id": "reveal", "disabled": True},
    {"type": 2, "style": 4, "label": "Break", "custom_id": "break"},
    {"type": 2, "style": 5, "label": "Rules", "url": "https://example.org/rules"},
]

MENUS: list[Json] = [
    {
        "type": 3,
        "custom_id": "edge",
        "placeholder": "Edge",
        "options": [
            {"label": "Advantage", "value": "adv", "description": "Roll two, keep the better"},
            {"label": "Disadvantage", "value": "dis", "description": "Roll two, keep the worse"},
        ],
    },
    {
        "type": 3,
        "custom_id": "dice",
        "placeholder": "Dice",
        "min_values": 1,
        "max_values": 2,
        "options": [{"label": f"d{n}", "value": f"d{n}"} for n in (4, 6, 8)],
    },
    {"type": 5, "custom_id": "who", "placeholder": "Who"},
]

PANEL: list[Json] = [
    {
        "type": 17,
        "accent_color": 0xD7A13B,
        "components": [
            {"type": 10, "content": "## ⚄ The pool\n**2d6** + **1d20** with advantage"},
            {"type": 14},
            {
                "type": 9,
                "components": [{"type": 10, "content": "Range 3 to 32\n-# average 20.8"}],
                "accessory": {"type": 2, "style": 1, "label": "Roll", "custom_id": "again"},
            },
            {"type": 14, "spacing": 2},
            {"type": 1, "components": [MENUS[0]]},
            {"type": 1, "components": BUTTONS[1:4]},
        ],
    }
]

FORM: Json = {
    "custom_id": "form",
    "title": "Plot dice",
    "components": [
        {
            "type": 18,
            "label": "How many",
            "description": "One to nine",
            "component": {"type": 4, "custom_id": "count", "style": 1, "max_length": 1},
        },
        {
            "type": 18,
            "label": "Why",
            "component": {"type": 4, "custom_id": "why", "style": 2, "required": False},
        },
    ],
}

SURVEY: Json = {
    "custom_id": "survey",
    "title": "Next session",
    "components": [
        {
            "type": 18,
            "label": "Day",
            "description": "One evening",
            "component": {
                "type": 21,
                "custom_id": "day",
                "options": [
                    {"label": "Friday", "value": "fri", "description": "After work"},
                    {"label": "Saturday", "value": "sat"},
                ],
            },
        },
        {
            "type": 18,
            "label": "You bring",
            "component": {
                "type": 22,
                "custom_id": "bring",
                "required": False,
                "options": [
                    {"label": "Snacks", "value": "snacks", "default": True},
                    {"label": "Dice", "value": "dice"},
                    {"label": "Maps", "value": "maps"},
                ],
            },
        },
        {"type": 18, "label": "I am late", "component": {"type": 23, "custom_id": "late"}},
        {
            "type": 18,
            "label": "Character sheet",
            "component": {"type": 19, "custom_id": "sheet", "required": False},
        },
    ],
}


def result(total: int, note: str) -> Json:
    embed: Json = {
        "title": f"Total {total}",
        "description": f"2d6 → **4**, ~~1~~ and `{note}`",
        "color": 0x4651C9,
        "fields": [
            {"name": "Range", "value": "2 to 12", "inline": True},
            {"name": "Average", "value": "7", "inline": True},
        ],
        "footer": {"text": "Fair dice"},
    }
    return {"embeds": [embed], "components": [{"type": 1, "components": BUTTONS}]}


def message(data: Json) -> Json:
    return {"type": 4, "data": data}


class SampleBot:
    """Answers interactions. ``wake`` lets /ponder finish."""

    def __init__(self, server: Server, line: GatewaySocket, rest: Rest) -> None:
        self.rest = rest
        self._server, self._line = server, line
        self.wake = asyncio.Event()
        self.rolls = 0
        self.interactions: list[Json] = []
        self._pondering: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        while True:
            interaction = (await self._line.hear_event("INTERACTION_CREATE"))["d"]
            self.interactions.append(interaction)
            await self._answer(interaction)

    async def _answer(self, interaction: Json) -> None:
        data, kind = interaction["data"], interaction["type"]
        if kind == 4:
            typed = str(data["options"][0]["value"]).lower()
            choices = [
                {"name": spell, "value": spell} for spell in SPELLS if typed in spell.lower()
            ]
            body: Json = {"type": 8, "data": {"choices": choices}}
        elif kind == 3:
            body = self._used(data)
        elif kind == 5 and data["custom_id"] == "survey":
            fields = [component["component"] for component in data["components"]]
            read = {field["custom_id"]: field.get("value", field.get("values")) for field in fields}
            body = message({"content": "; ".join(f"{key}: {read[key]}" for key in read)})
        elif kind == 5:
            count = data["components"][0]["component"]["value"]
            user = interaction["member"]["user"]["id"]
            body = message({"content": f"{count} plot dice for <@{user}>"})
        else:
            body = self._command(data)
        if body is not None:
            await self.rest.answer(interaction, body)
        if kind == 2 and data["name"] == "ponder":
            self._pondering = asyncio.create_task(self._finish(interaction))

    async def _finish(self, interaction: Json) -> None:
        await self.wake.wait()
        path = f"/webhooks/{self._server.application_id}/{interaction['token']}/messages/@original"
        await self.rest.call("PATCH", path, {"content": "Forty-two."})

    def _used(self, data: Json) -> Json:
        part = data["custom_id"]
        if part == "again":
            self.rolls += 1
            return {"type": 7, "data": result(self.rolls, "rolled again")}
        if part == "plot":
            return {"type": 9, "data": FORM}
        if part == "break":
            return None
        return message({"content": f"{part}: {', '.join(data['values'])}", "flags": EPHEMERAL})

    def _command(self, data: Json) -> Json:
        name = data["name"]
        options = {option["name"]: option.get("value") for option in data.get("options", ())}
        match name:
            case "roll":
                echo = ", ".join(f"{key}={value}" for key, value in options.items())
                return message(result(7, echo))
            case "spell":
                return message({"content": f"You cast {options['name']}."})
            case "secret":
                return message({"content": "A secret 13.", "flags": EPHEMERAL})
            case "choose":
                rows = [{"type": 1, "components": [menu]} for menu in MENUS]
                return message({"content": "Choose.", "components": rows})
            case "panel":
                return message({"flags": V2, "components": PANEL})
            case "survey":
                return {"type": 9, "data": SURVEY}
            case "ponder":
                return {"type": 5}
            case "words":
                echo = "".join(f"\n{key}={value}" for key, value in options.items())
                return message({"content": WORDS + echo})
            case "rules":
                return message({"content": "No dice off the table."})
            case "Greet":
                return message({"content": f"Hello <@{data['target_id']}>!"})
            case "Roll the dice in this message":
                text = data["resolved"]["messages"][data["target_id"]]["content"]
                return message({"content": f"Rolling {text}: 7"})
            case _:
                return None


@asynccontextmanager
async def sample_bot(server: Server) -> AsyncIterator[SampleBot]:
    """Run the bot until the block ends."""
    async with identified(server) as (line, _), rest_of(server) as rest:
        await rest.register(*COMMANDS)
        bot = SampleBot(server, line, rest)
        serving = asyncio.create_task(bot.serve())
        try:
            yield bot
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
