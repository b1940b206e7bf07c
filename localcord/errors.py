"""Defines Discord's error responses, and the errors of programmable users."""

from localcord.json_codec import Json, JsonObject


class ApiError(Exception):
    """A REST error with HTTP status, Discord's code and message, and field errors."""

    def __init__(
        self, status: int, code: int, message: str, errors: JsonObject | None = None
    ) -> None:
        self.status, self.code, self.message, self.errors = status, code, message, errors
        super().__init__(f"{status} {code} {message}")

    def body(self) -> JsonObject:
        """Return the JSON that Discord would send."""
        body: JsonObject = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def unauthorized() -> ApiError:
    """The token is missing or wrong."""
    return ApiError(401, 0, "401: Unauthorized")


def not_found() -> ApiError:
    """No such route."""
    return ApiError(404, 0, "404: Not Found")


def method_not_allowed() -> ApiError:
    """The path exists, with another method."""
    return ApiError(405, 0, "405: Method Not Allowed")


def bad_json() -> ApiError:
    """The body does not match its content type."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def unknown(thing: str, code: int) -> ApiError:
    """Return the 404 for a missing object, e.g. ``unknown("Message", 10008)``."""
    return ApiError(404, code, f"Unknown {thing}")


def unknown_application() -> ApiError:
    return unknown("Application", 10002)


def unknown_channel() -> ApiError:
    return unknown("Channel", 10003)


def unknown_guild() -> ApiError:
    return unknown("Guild", 10004)


def unknown_member() -> ApiError:
    """The user exists, but is not in the guild."""
    return unknown("Member", 10007)


def unknown_message() -> ApiError:
    return unknown("Message", 10008)


def unknown_role() -> ApiError:
    return unknown("Role", 10011)


def unknown_user() -> ApiError:
    return unknown("User", 10013)


def unknown_emoji() -> ApiError:
    return unknown("Emoji", 10014)


def unknown_webhook() -> ApiError:
    return unknown("Webhook", 10015)


def unknown_interaction() -> ApiError:
    return unknown("interaction", 10062)


def unknown_command() -> ApiError:
    return unknown("application command", 10063)


def already_acknowledged() -> ApiError:
    """The interaction has been responded to already."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> ApiError:
    """The bot is not a member of the guild."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """The bot is a member, but lacks the permission."""
    return ApiError(403, 50013, "Missing Permissions")


def cannot_edit_other_author() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def wrong_channel_type() -> ApiError:
    """The channel does not support the request, such as a thread in a thread."""
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def no_messages_here() -> ApiError:
    """A forum has posts, but no messages of its own."""
    return ApiError(400, 50008, "Cannot send messages in a non-text channel")


def thread_is_archived() -> ApiError:
    """The thread is locked, or must be opened again first."""
    return ApiError(400, 50083, "Thread is archived")


def thread_exists() -> ApiError:
    """The message has a thread already."""
    return ApiError(400, 160004, "A thread has already been created for this message")


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message")


def invalid_webhook_token() -> ApiError:
    """The interaction token has expired after 15 minutes."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def too_many_reactions(most: int) -> ApiError:
    return ApiError(400, 30010, f"Maximum number of reactions reached ({most})")


def too_many_commands(most: int) -> ApiError:
    return ApiError(400, 30032, f"Maximum number of application commands reached ({most}).")


def unverified_endpoint() -> ApiError:
    """The interactions endpoint did not pass Discord's check."""
    problem = {
        "code": "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
        "message": "The specified interactions endpoint URL could not be verified.",
    }
    errors = {"interactions_endpoint_url": {"_errors": [problem]}}
    return ApiError(400, 50035, "Invalid Form Body", errors)


class ErrorCollector:
    """Collects field errors and turns them into Discord's nested ``errors`` object.

    Undocumented fields, which Discord ignores, are errors only with ``refuse_unknown_fields``.
    Otherwise they are listed in ``unknown_fields``, as paths such as ``data.embeds.0.titel``.
    """

    __slots__ = ("_errors", "_refuse_unknown_fields", "unknown_fields")

    def __init__(self, *, refuse_unknown_fields: bool = False) -> None:
        self._errors: JsonObject = {}
        self._refuse_unknown_fields = refuse_unknown_fields
        self.unknown_fields: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._errors)

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Record that the field at ``path`` breaks a rule."""
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def add_unknown(self, path: tuple[str | int, ...]) -> None:
        """Record that Discord's documentation has no field at ``path``."""
        if self._refuse_unknown_fields:
            self.add(path, "UNKNOWN_FIELD", f"Discord knows no field {str(path[-1])!r} here.")
        else:
            self.unknown_fields.append(".".join(str(step) for step in path))

    def raise_any(self) -> None:
        """Raise the 50035 error if something was recorded."""
        if self._errors:
            raise ApiError(400, 50035, "Invalid Form Body", self._errors)


def describe_errors(body: Json) -> str:
    """Return an error response as one line of text: each field path with its message."""
    if not isinstance(body, dict):
        return str(body)
    lines: list[str] = []

    def walk(node: Json, path: str) -> None:
        for key, child in node.items():
            if key == "_errors":
                lines.extend(f"{path}: {error['message']}" for error in child)
            elif isinstance(child, dict):
                walk(child, f"{path}.{key}" if path else key)

    walk(body.get("errors") or {}, "")
    # A 429 has no code.
    summary = " ".join(str(body[key]) for key in ("code", "message") if key in body)
    return f"{summary} ({'; '.join(lines)})" if lines else summary


class LocalcordError(Exception):
    """An action of a programmable user failed."""


class NotAnswered(LocalcordError):
    """The bot did not respond in time; the message has the action and the refusals."""


class CannotSign(LocalcordError):
    """Interactions cannot be signed, because PyNaCl is not installed."""


class EndpointRefused(LocalcordError):
    """An interactions endpoint did not pass Discord's check; the message says why."""


class CannotUse(LocalcordError):
    """Discord's client would not offer this command, option, button or permission."""


class CannotSee(LocalcordError):
    """The message is not visible to this user."""


class NoSuchAnswer(LocalcordError):
    """The bot's response is not of the kind that the test reads."""
