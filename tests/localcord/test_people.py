"""Tests which actions Discord's client offers to a user."""

import pytest

from localcord import CannotSee, CannotUse, Server
from localcord.terminal.transcript import render_modal
from localcord.users.modals import Modal
from tests.localcord.raw_bot import Json, raw_bot

MANAGE_GUILD = 1 << 5

COMMANDS: list[Json] = [
    {
        "name": "throw",
        "description": "Throw.",
        "options": [
            {"type": 4, "name": "count", "description": "c", "required": True, "max_value": 9},
            {
                "type": 3,
                "name": "edge",
                "description": "e",
                "choices": [{"name": "Up", "value": "u"}],
            },
            {"type": 5, "name": "loud", "description": "l"},
            {"type": 6, "name": "foe", "description": "f"},
            {"type": 7, "name": "where", "description": "w"},
            {"type": 8, "name": "caste", "description": "c"},
            {"type": 10, "name": "odds", "description": "o", "min_value": 0.5},
            {"type": 3, "name": "note", "description": "n", "max_length": 3},
        ],
    },
    {"name": "rule", "description": "Rule.", "default_member_permissions": str(MANAGE_GUILD)},
    {"name": "reign", "description": "Reign.", "default_member_permissions": "0"},
    {"name": "here", "description": "Here.", "contexts": [0]},
    {
        "name": "saved",
        "description": "Saved.",
        "options": [{"type": 1, "name": "roll", "description": "r"}],
    },
]


async def test_options_are_sent_in_their_types() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        await rest.register(*COMMANDS)
        guild = server.guild("The Long Rest")
        table, bard = guild.channel("table"), guild.role("Bard")
        mira, tomas = server.user("Mira"), server.user("Tomas")

        mira.in_(table).start(
            "throw", count=3, edge="Up", loud=True, foe=tomas, where=table, odds=0.75, caste=bard
        )
        data = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]

        values = {option["name"]: option["value"] for option in data["options"]}
        assert values == {
            "count": 3,
            "edge": "u",
            "loud": True,
            "odds": 0.75,
            "foe": str(tomas.id),
            "where": str(table.id),
            "caste": str(bard.id),
        }
        assert data["resolved"]["roles"][str(bard.id)]["name"] == "Bard"
        assert data["resolved"]["users"][str(tomas.id)]["global_name"] == "Tomas"
        assert data["resolved"]["channels"][str(table.id)]["name"] == "table"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "'count' is required"),
        ({"count": 1, "colour": "red"}, "no option 'colour'"),
        ({"count": "three"}, "is a number"),
        ({"count": True}, "is a number"),
        ({"count": 10}, "within None and 9"),
        ({"count": 1, "edge": "Down"}, "not a choice"),
        ({"count": 1, "loud": "yes"}, "true or false"),
        ({"count": 1, "foe": "Tomas"}, "does not fit"),
        ({"count": 1, "note": "long"}, "0 to 3 characters"),
        ({"count": 1, "odds": 0.1}, "within 0.5"),
    ],
)
async def test_the_client_refuses_bad_options(options: Json, problem: str) -> None:
    async with Server() as server, raw_bot(server) as (_, rest):
        await rest.register(*COMMANDS)

        with pytest.raises(CannotUse, match=problem):
            server.user("Mira").in_direct().start("throw", **options)


async def test_the_client_offers_registered_commands_only() -> None:
    async with Server() as server, raw_bot(server) as (_, rest):
        await rest.register(*COMMANDS)
        channel_user = server.user("Mira").in_direct()

        with pytest.raises(CannotUse, match=r"no command 'sing'.*reign, rule, saved, throw"):
            channel_user.start("sing")
        with pytest.raises(CannotUse, match="needs one of its subcommands: roll"):
            channel_user.start("saved")
        with pytest.raises(CannotUse, match="no subcommand 'sing'"):
            channel_user.start("saved sing")
        with pytest.raises(CannotUse, match="cannot be used here"):
            channel_user.start("here")


async def test_permissions_decide_the_visible_commands() -> None:
    async with Server() as server, raw_bot(server) as (_, rest):
        await rest.register(*COMMANDS)
        guild = server.guild("The Long Rest")
        table = guild.channel("table")
        mira, judge = server.user("Mira"), server.user("Judge")
        judge.set_permissions(guild, MANAGE_GUILD)

        judge.in_(table).start("rule")

        with pytest.raises(CannotUse, match="Mira may not"):
            mira.in_(table).start("rule")
        with pytest.raises(CannotUse, match="Judge may not"):
            judge.in_(table).start("reign")


async def test_buttons_are_pressed_as_they_are() -> None:
    rows: Json = [
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "Gone", "custom_id": "gone", "disabled": True},
                {"type": 2, "style": 5, "label": "Rules", "url": "https://example.com"},
            ],
        },
        {
            "type": 1,
            "components": [
                {
                    "type": 3,
                    "custom_id": "edge",
                    "max_values": 1,
                    "options": [{"label": "Up", "value": "u"}, {"label": "Down", "value": "d"}],
                }
            ],
        },
    ]
    async with Server() as server, raw_bot(server) as (line, rest):
        mira, tomas = server.user("Mira"), server.user("Tomas")
        conversation = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"components": rows, "flags": 64}})
        reply = (await conversation.answered()).reply

        with pytest.raises(CannotUse, match="disabled"):
            mira.start_press(reply, "Gone")
        with pytest.raises(CannotUse, match="the bot hears nothing"):
            mira.start_press(reply, "Rules")
        with pytest.raises(CannotUse, match="Gone, Rules"):
            mira.start_press(reply, "Again")
        with pytest.raises(CannotUse, match="takes 1 to 1 values"):
            mira.start_choose(reply, "Up", "Down")
        with pytest.raises(CannotUse, match="does not offer 'Left'"):
            mira.start_choose(reply, "Left")
        with pytest.raises(CannotSee):
            tomas.start_choose(reply, "Up")

        mira.start_choose(reply, "Up")
        chosen = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]
        assert (chosen["component_type"], chosen["values"]) == (3, ["u"])
        mira.start_choose(reply, "whatever", forge="edge")
        forged = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]
        assert forged["values"] == ["whatever"]


async def test_a_modal_can_be_submitted_by_its_user_only() -> None:
    field = {"type": 4, "custom_id": "n", "style": 1, "max_length": 2}
    modal: Json = {
        "custom_id": "form",
        "title": "Dice",
        "components": [{"type": 18, "label": "How many", "component": field}],
    }
    async with Server() as server, raw_bot(server) as (line, rest):
        mira, tomas = server.user("Mira"), server.user("Tomas")
        opening = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 9, "data": modal})
        opened_modal = (await opening.answered()).modal

        with pytest.raises(CannotSee):
            tomas.start_submit(opened_modal, {"How many": "1"})
        with pytest.raises(CannotUse, match="is required"):
            mira.start_submit(opened_modal)
        with pytest.raises(CannotUse, match="at most 2 characters"):
            mira.start_submit(opened_modal, {"How many": "100"})
        with pytest.raises(CannotUse, match="no field 'Why'"):
            mira.start_submit(opened_modal, {"Why": "?"})

        mira.start_submit(opened_modal, {"n": "10"})
        submitted = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]
        assert submitted["components"][0]["component"]["value"] == "10"


async def test_roles_are_made_worn_and_chosen() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        guild = server.guild("Keep")
        narrator, mira = guild.role("Narrator"), server.user("Mira")
        await rest.register({"name": "roll", "description": "d"})
        menu: Json = {"type": 6, "custom_id": "who", "default_values": []}
        mira.set_roles(guild, narrator)

        conversation = mira.in_(guild.channel("table")).start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        rows: Json = [{"type": 1, "components": [menu]}]
        await rest.answer(interaction, {"type": 4, "data": {"components": rows}})
        mira.start_choose((await conversation.answered()).reply, narrator)
        chosen = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]

    assert guild.role("Narrator") is narrator
    assert interaction["member"]["roles"] == [str(narrator.id)]
    assert (chosen["component_type"], chosen["values"]) == (6, [str(narrator.id)])
    assert chosen["resolved"]["roles"][str(narrator.id)]["name"] == "Narrator"
    assert [role["name"] for role in guild.json()["roles"]] == ["@everyone", "Narrator"]


def labelled(kind: int, custom_id: str, **fields: Json) -> Json:
    component = {"type": kind, "custom_id": custom_id, **fields}
    return {"type": 18, "label": custom_id.title(), "component": component}


OPTIONS: Json = [{"label": name.title(), "value": name} for name in ("fire", "ice", "acid")]
MODAL: Json = {
    "custom_id": "spell",
    "title": "Spell",
    "components": [
        labelled(19, "scroll", required=False),
        labelled(21, "element", options=OPTIONS),
        labelled(22, "traits", options=OPTIONS, required=False, max_values=2),
        labelled(23, "ritual", default=True),
    ],
}


async def test_radio_buttons_checkboxes_and_uploads_of_modals_are_submitted() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        mira = server.user("Mira")
        opened = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 9, "data": MODAL})
        modal = (await opened.answered()).modal

        mira.start_submit(modal, {"Element": "Ice", "traits": ["fire", "Acid"], "Ritual": False})
        submitted_fields = (await line.hear_event("INTERACTION_CREATE"))["d"]["data"]["components"]

        values = {field["component"]["custom_id"]: field["component"] for field in submitted_fields}
        assert values["scroll"]["values"] == []
        assert values["element"]["value"] == "ice"
        assert values["traits"]["values"] == ["fire", "acid"]
        assert values["ritual"]["value"] is False
        assert "[ ] Fire" in render_modal(modal)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "'Element' is required"),
        ({"element": "air"}, "does not offer 'air'"),
        ({"element": "ice", "traits": ["fire", "ice", "acid"]}, "1 to 2 options"),
        ({"element": "ice", "ritual": "yes"}, "true or false"),
        ({"element": "ice", "scroll": ["x"]}, "cannot be uploaded"),
    ],
)
async def test_bad_values_of_modals_are_refused(values: Json, problem: str) -> None:
    with pytest.raises(CannotUse, match=problem):
        Modal(MODAL, 1).submission(values)
