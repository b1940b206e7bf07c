"""Validates request bodies against Discord's own OpenAPI document. For tests only."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from localcord.json_codec import Json, decode, encode
from localcord.rest.request_log import RecordedRequest

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_PARAMETER = re.compile(r"\{[^}]*\}")
_DOCUMENT = "urn:discord"


class OpenApiValidator:
    """Validates JSON bodies against the document at ``path``; about two milliseconds each.

    Results are cached by body, because a bot registers all its commands at each start and checking
    them takes a hundred milliseconds.

    Needs the packages ``jsonschema`` and ``referencing``. The document does not catch unknown
    fields nor rules between fields; those are the server's own (``localcord.rules``).
    """

    def __init__(self, path: str | Path) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        document: Json = decode(Path(path).read_bytes())
        resource = DRAFT202012.create_resource(document)
        self._registry: Registry[Json] = Registry().with_resource(_DOCUMENT, resource)
        self._paths: dict[str, tuple[str, Json]] = {
            _shape(template): (template, item) for template, item in document["paths"].items()
        }
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}
        self._judged: dict[tuple[str, str, bytes], list[str]] = {}

    def problems(self, request: RecordedRequest) -> list[str]:
        """Return the problems of a recorded request."""
        return self.check(request.method, request.route, request.body)

    def check(self, method: str, route: str, body: Json) -> list[str]:
        """Return one sentence per problem, with its position. Empty means that the body conforms.

        ``route`` is a path template without prefix; names of parameters do not matter.
        """
        operations = self._paths.get(_shape(route))
        if operations is None or method.lower() not in operations[1]:
            return [f"{method} {route}: not in Discord's document"]
        template, item = operations
        request_body = item[method.lower()].get("requestBody")
        if request_body is None:
            return [] if body is None else [f"{method} {route}: takes no body"]
        if body is None:
            return [f"{method} {route}: needs a body"] if request_body.get("required") else []
        known = (method, route, encode(body))
        if known not in self._judged:
            errors = self._validator(template, method.lower()).iter_errors(_with_string_ids(body))
            self._judged[known] = [
                f"{method} {route}: {line}" for error in errors for line in _sentences(error)
            ]
        return self._judged[known]

    def _validator(self, template: str, method: str) -> "Draft202012Validator":
        from jsonschema import Draft202012Validator

        key = (template, method)
        if key not in self._validators:
            escaped = template.replace("~", "~0").replace("/", "~1")
            pointer = f"/paths/{escaped}/{method}/requestBody/content/application~1json/schema"
            schema = {"$ref": f"{_DOCUMENT}#{_quoted(pointer)}"}
            self._validators[key] = Draft202012Validator(schema, registry=self._registry)
        return self._validators[key]


def _shape(template: str) -> str:
    return _PARAMETER.sub("{}", template)


def _quoted(pointer: str) -> str:
    return pointer.replace("{", "%7B").replace("}", "%7D")


def _with_string_ids(body: Json) -> Json:
    """Write attachment ids as strings.

    The document requires snowflakes, but the index of a file is documented as an integer, which
    would be a false alarm.
    """
    if not isinstance(body, dict):
        return body
    changed = dict(body)
    if isinstance(body.get("data"), dict):
        changed["data"] = _with_string_ids(body["data"])
    if isinstance(body.get("attachments"), list):
        changed["attachments"] = [
            {**attachment, "id": str(attachment["id"])}
            if isinstance(attachment, dict) and "id" in attachment
            else attachment
            for attachment in body["attachments"]
        ]
    return changed


def _sentences(error: "ValidationError") -> list[str]:
    """Return position and problem; for a union, those of the intended branch."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if not branches:
        return [f"{error.json_path}: {error.message[:300]}"]
    meant = min(branches.values(), key=_strangeness)
    return [sentence for inner in meant for sentence in _sentences(inner)]


def _strangeness(errors: "list[ValidationError]") -> tuple[int, int]:
    """Rank a branch of a union; the best one has a matching ``type`` and fails late.

    The type of a component, an option or a callback selects the branch.
    """
    wrong_type = any(
        list(error.relative_path)[-1:] == ["type"] or error.validator == "type"
        for error in errors
        if len(error.relative_path) <= 1
    )
    return (int(wrong_type), len(errors))
