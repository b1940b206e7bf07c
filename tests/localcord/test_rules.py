"""Tests the validation of bodies, field by field."""

import pytest

from localcord import Server, Settings
from localcord.errors import ApiError
from localcord.rest.interactions import CALLBACK
from localcord.rules.callbacks import check_callback
from localcord.rules.commands import check_command, check_commands
from localcord.rules.messages import CHANNEL_FIELDS, RESPONSE_FIELDS, check_edit, check_message
from localcord.users.conversations import InteractionKind
from tests.localcord.raw_bot import ROLL, Json, raw_bot, strict

V2 = 1 << 15


def refusal(body: Json) -> ApiError:
    with pytest.raises(ApiError) as refused:
        check_message(strict(), body, CHANNEL_FIELDS, has_files=False)
    return refused.value


def fields_of(error: ApiError) -> dict[str, str]:
    """Return the refused fields with their code, e.g. {"embeds.0.title": "BASE_TYPE_MAX_LENGTH"}"""
    codes: dict[str, str] = {}

    def walk(node: Json, path: str) -> None:
        for key, child in node.items():
            if key == "_errors":
                codes[path] = child[0]["code"]
            else:
                walk(child, f"{path}.{key}" if path else key)

    walk(error.errors or {}, "")
    return codes


def button(**changes: Json) -> Json:
    return {"type": 2, "style": 1, "label": "Again", "custom_id": "again", **changes}


def menu(**changes: Json) -> Json:
    options = [{"label": "Up", "value": "u"}]
    return {"type": 3, "custom_id": "edge", "options": options, **changes}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def rows(count: int) -> list[Json]:
    return [row(button(custom_id=str(number))) for number in range(count)]


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


TOO_LONG = "BASE_TYPE_MAX_LENGTH"
DUPLICATED_VALUE = "COMPONENT_OPTION_VALUE_DUPLICATED"
BAD_LENGTH = "BASE_TYPE_BAD_LENGTH"
REQUIRED = "BASE_TYPE_REQUIRED"
WRONG_TYPE = "UNION_TYPE_CHOICES"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"content": "x" * 2001}, "content", TOO_LONG),
        ({"content": 5}, "content", "BASE_TYPE_BAD_TYPE"),
        ({"contents": "x"}, "contents", "UNKNOWN_FIELD"),
        ({"embeds": {}}, "embeds", "LIST_TYPE_CONVERT"),
        ({"embeds": [5]}, "embeds.0", "MODEL_TYPE_CONVERT"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", TOO_LONG),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", TOO_LONG),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", TOO_LONG),
        ({"embeds": [{"titel": "x", "title": "x"}]}, "embeds.0.titel", "UNKNOWN_FIELD"),
        ({"embeds": [{}]}, "embeds.0.description", REQUIRED),
        ({"embeds": [{"title": "x", "color": 1 << 24}]}, "embeds.0.color", "NUMBER_TYPE_MAX"),
        ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text", TOO_LONG),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name", TOO_LONG),
        (
            {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]},
            "embeds.0.fields",
            TOO_LONG,
        ),
        (
            {"embeds": [{"fields": [{"name": "x" * 257, "value": "x"}]}]},
            "embeds.0.fields.0.name",
            TOO_LONG,
        ),
        (
            {"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]},
            "embeds.0.fields.0.value",
            TOO_LONG,
        ),
        (
            {"embeds": [{"fields": [{"name": "x", "value": ""}]}]},
            "embeds.0.fields.0.value",
            REQUIRED,
        ),
        (
            {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]},
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        ({"components": [button()]}, "components.0.type", WRONG_TYPE),
        ({"components": [text()]}, "components.0.type", WRONG_TYPE),
        ({"components": rows(6)}, "components", TOO_LONG),
        ({"components": [row()]}, "components.0.components", BAD_LENGTH),
        (
            {"components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
            "components.0.components",
            BAD_LENGTH,
        ),
        (
            {"components": [row(menu(), button())]},
            "components.0.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (
            {"components": [row({"type": 4, "custom_id": "x", "style": 1, "label": "x"})]},
            "components.0.components.0.type",
            WRONG_TYPE,
        ),
        (
            {"components": [row(button(), button())]},
            "components.0.components.1.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            {"components": [row(button(custom_id="x" * 101))]},
            "components.0.components.0.custom_id",
            BAD_LENGTH,
        ),
        (
            {"components": [row(button(custom_id=None))]},
            "components.0.components.0.custom_id",
            REQUIRED,
        ),
        (
            {"components": [row(button(label="x" * 81))]},
            "components.0.components.0.label",
            TOO_LONG,
        ),
        (
            {"components": [row(button(label=None))]},
            "components.0.components.0.label",
            "BUTTON_COMPONENT_INVALID_LABEL",
        ),
        (
            {"components": [row(button(url="https://x.example"))]},
            "components.0.components.0",
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        ),
        (
            {"components": [row(button(style=5, custom_id=None))]},
            "components.0.components.0.url",
            REQUIRED,
        ),
        (
            {"components": [row(button(style=5, url="https://x.example"))]},
            "components.0.components.0",
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        ),
        (
            {"components": [row(button(style=9))]},
            "components.0.components.0.style",
            "BASE_TYPE_CHOICES",
        ),
        (
            {"components": [row(menu(placeholder="x" * 151))]},
            "components.0.components.0.placeholder",
            TOO_LONG,
        ),
        (
            {"components": [row(menu(options=[]))]},
            "components.0.components.0.options",
            BAD_LENGTH,
        ),
        (
            {
                "components": [
                    row(menu(options=[{"label": str(n), "value": str(n)} for n in range(26)]))
                ]
            },
            "components.0.components.0.options",
            BAD_LENGTH,
        ),
        (
            {
                "components": [
                    row(menu(options=[{"label": "a", "value": "u"}, {"label": "b", "value": "u"}]))
                ]
            },
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (
            {"flags": V2, "content": "x", "components": [text()]},
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        ({"flags": V2, "components": [text()] * 41}, "components", TOO_LONG),
        (
            {"flags": V2, "components": [{"type": 17, "components": [text()] * 40}]},
            "components",
            TOO_LONG,
        ),
        (
            {"flags": V2, "components": [text("x" * 2001), text("x" * 2000)]},
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        ),
        ({"flags": V2, "components": [button()]}, "components.0.type", WRONG_TYPE),
        (
            {"flags": V2, "components": [{"type": 9, "components": [text()]}]},
            "components.0.accessory",
            REQUIRED,
        ),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (
            {"content": "x", "allowed_mentions": {"parse": ["all"]}},
            "allowed_mentions.parse.0",
            "BASE_TYPE_CHOICES",
        ),
    ],
)
def test_a_bad_message_names_its_field(body: Json, field: str, code: str) -> None:
    error = refusal(body)

    assert (error.status, error.code, error.message) == (400, 50035, "Invalid Form Body")
    assert fields_of(error) == {field: code}


def test_the_answer_is_nested_as_discord_nests_it() -> None:
    with pytest.raises(ApiError) as refused:
        check_message(
            strict(), {"content": "x" * 2001}, RESPONSE_FIELDS, has_files=False, under=("data",)
        )

    problem = {"code": TOO_LONG, "message": "Must be 2000 or fewer in length."}
    assert refused.value.body() == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {"data": {"content": {"_errors": [problem]}}},
    }


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n"}, {"embeds": []}])
def test_an_empty_message_is_refused(body: Json) -> None:
    assert refusal(body).code == 50006


def test_a_good_message_passes() -> None:
    body = {
        "content": "x" * 2000,
        "embeds": [{"title": "x", "fields": [{"name": "x", "value": "x", "inline": True}]}],
        "components": [row(button(), button(custom_id="b", emoji={"name": "🎲"})), row(menu())],
        "flags": 64,
    }
    check_message(strict(), body, RESPONSE_FIELDS, has_files=False)
    panel = {"type": 17, "components": [{"type": 14}, text(), row(button())]}
    check_message(strict(), {"flags": V2, "components": [panel]}, RESPONSE_FIELDS, has_files=False)


def test_an_edit_is_validated_with_the_unchanged_fields() -> None:
    stored = {"content": "x", "embeds": [], "components": [], "flags": 0}

    check_edit(strict(), {"components": rows(1)}, stored, has_files=False)
    with pytest.raises(ApiError) as refused:
        check_edit(strict(), {"content": None}, stored, has_files=False)
    assert refused.value.code == 50006
    with pytest.raises(ApiError) as refused:
        check_edit(strict(), {"content": "x"}, {**stored, "flags": V2}, has_files=False)
    assert refused.value.code == 50035


def modal(*parts: Json, **changes: Json) -> Json:
    data = {"custom_id": "form", "title": "Form", "components": list(parts), **changes}
    return {"type": 9, "data": data}


def field(**changes: Json) -> Json:
    return {"type": 4, "custom_id": "n", "style": 1, "label": "How many", **changes}


@pytest.mark.parametrize(
    ("body", "where", "code"),
    [
        (modal(row(field()), title="x" * 46), "data.title", BAD_LENGTH),
        (modal(), "data.components", BAD_LENGTH),
        (modal(*(row(field(custom_id=str(n))) for n in range(6))), "data.components", BAD_LENGTH),
        (modal(row(field(label="x" * 46))), "data.components.0.components.0.label", BAD_LENGTH),
        (modal(row(field(value="x" * 4001))), "data.components.0.components.0.value", TOO_LONG),
        (modal(row(button())), "data.components.0.components.0.type", WRONG_TYPE),
        (modal(row(field(), field(custom_id="m"))), "data.components.0.components", BAD_LENGTH),
        (
            modal(row(field()), row(field())),
            "data.components.1.components.0.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        ({"type": 9}, "data", REQUIRED),
        ({"type": 4, "data": {"content": "x"}, "extra": 1}, "extra", "UNKNOWN_FIELD"),
    ],
)
def test_a_bad_answer_names_its_field(body: Json, where: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_callback(strict(), body, InteractionKind.COMMAND, None, has_files=False)

    assert fields_of(refused.value) == {where: code}


def test_choices_are_few_and_short() -> None:
    def answer(*choices: Json) -> Json:
        return {"type": 8, "data": {"choices": list(choices)}}

    good = {"name": "fireball", "value": "8d6"}
    check_callback(strict(), answer(good), InteractionKind.AUTOCOMPLETE, None, has_files=False)
    for bad in (answer(*[good] * 26), answer({**good, "name": "x" * 101}), answer({"name": "x"})):
        with pytest.raises(ApiError):
            check_callback(strict(), bad, InteractionKind.AUTOCOMPLETE, None, has_files=False)


def option(**changes: Json) -> Json:
    return {"type": 3, "name": "pool1", "description": "What to throw", **changes}


INVALID_NAME = "APPLICATION_COMMAND_INVALID_NAME"


@pytest.mark.parametrize(
    ("body", "where", "code"),
    [
        ({**ROLL, "name": "Roll"}, "name", INVALID_NAME),
        ({**ROLL, "name": "ro ll"}, "name", INVALID_NAME),
        ({**ROLL, "name": "x" * 33}, "name", BAD_LENGTH),
        ({"name": "roll"}, "description", REQUIRED),
        ({**ROLL, "description": "x" * 101}, "description", BAD_LENGTH),
        ({**ROLL, "descripton": "x"}, "descripton", "UNKNOWN_FIELD"),
        ({**ROLL, "options": [option(name=str(n)) for n in range(26)]}, "options", TOO_LONG),
        ({**ROLL, "options": [option(type=12)]}, "options.0.type", "BASE_TYPE_CHOICES"),
        (
            {**ROLL, "options": [option(), option()]},
            "options.1.name",
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
        ),
        (
            {**ROLL, "options": [option(), option(name="b", required=True)]},
            "options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            {
                **ROLL,
                "options": [option(choices=[{"name": str(n), "value": "x"} for n in range(26)])],
            },
            "options.0.choices",
            TOO_LONG,
        ),
        (
            {**ROLL, "options": [option(choices=[{"name": "x", "value": 5}])]},
            "options.0.choices.0.value",
            "BASE_TYPE_BAD_TYPE",
        ),
        (
            {**ROLL, "options": [option(autocomplete=True, choices=[{"name": "x", "value": "x"}])]},
            "options.0.autocomplete",
            "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES",
        ),
        (
            {**ROLL, "options": [option(), {"type": 1, "name": "b", "description": "x"}]},
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            {"type": 2, "name": "Greet", "description": "x"},
            "description",
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
        ),
        ({**ROLL, "name_localizations": {"de": "Wurf"}}, "name_localizations.de", INVALID_NAME),
    ],
)
def test_a_bad_command_names_its_field(body: Json, where: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_command(strict(), body, [])

    assert fields_of(refused.value) == {where: code}


def test_command_names_are_unique_and_at_most_a_hundred() -> None:
    with pytest.raises(ApiError) as refused:
        check_commands(strict(), [ROLL, ROLL])
    assert fields_of(refused.value) == {"1.name": "APPLICATION_COMMANDS_DUPLICATE_NAME"}

    with pytest.raises(ApiError) as refused:
        check_commands(strict(), [{**ROLL, "name": f"roll{number}"} for number in range(101)])
    assert refused.value.code == 30032


@pytest.mark.parametrize("name", ["roll", "würfeln", "投げる", "फेंक", "-_'9"])
def test_names_may_be_in_any_script(name: str) -> None:
    check_command(strict(), {**ROLL, "name": name}, [])


def test_menu_commands_may_have_capitals_and_spaces() -> None:
    check_command(strict(), {"type": 3, "name": "Quote this"}, [])


async def test_undocumented_fields_are_ignored_and_recorded() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        embed = {"titel": "x", "description": "y"}
        body = {"type": 4, "wait": True, "data": {"content": "7", "embeds": [embed]}}
        answered, _ = await rest.answer(interaction, body)
        (request,) = server.requests.find("POST", CALLBACK.template)

    assert answered == 204
    assert request.unknown_fields == ("wait", "data.embeds.0.titel")


async def test_undocumented_fields_are_refused_on_request() -> None:
    strictly = Settings(refuse_unknown_fields=True)
    async with Server(strictly) as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        refused, problem = await rest.answer(interaction, {"type": 4, "data": {"contnet": "7"}})

    assert refused == 400
    assert problem["errors"]["data"]["contnet"]["_errors"][0]["code"] == "UNKNOWN_FIELD"


OPTION = {"label": "Up", "value": "u"}


@pytest.mark.parametrize(
    ("component", "where", "code"),
    [
        ({"type": 19, "max_values": 11}, "max_values", "NUMBER_TYPE_MAX"),
        ({"type": 19, "min_values": 3, "max_values": 2}, "min_values", "COMPONENT_INVALID_BOUNDS"),
        ({"type": 21, "options": [OPTION]}, "options", BAD_LENGTH),
        ({"type": 21, "options": [OPTION] * 2}, "options.1.value", DUPLICATED_VALUE),
        ({"type": 22}, "options", REQUIRED),
        ({"type": 22, "options": [{"label": "Up"}]}, "options.0.value", REQUIRED),
        ({"type": 23, "default": "yes"}, "default", "BOOLEAN_TYPE_CONVERT"),
        ({"type": 23, "required": True}, "required", "UNKNOWN_FIELD"),
        ({"type": 2, "style": 1, "label": "Again"}, "type", "UNION_TYPE_CHOICES"),
    ],
)
def test_a_bad_input_of_a_modal_names_its_field(component: Json, where: str, code: str) -> None:
    labelled = {"type": 18, "label": "Which", "component": {"custom_id": "x", **component}}
    body = {"type": 9, "data": {"custom_id": "f", "title": "t", "components": [labelled]}}

    with pytest.raises(ApiError) as refused:
        check_callback(strict(), body, InteractionKind.COMMAND, None, False)

    assert fields_of(refused.value) == {f"data.components.0.component.{where}": code}
