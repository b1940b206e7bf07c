"""Refusals of input that the CLI cannot parse."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal


class UnreadableFaces(Refusal):
    """The faces are not a list of whole numbers."""

    code = "unreadable_faces"
    remedy = "Write whole numbers with commas between them, as in 18,3,4."

    def __init__(self, sentence: str, at: int, source: str) -> None:
        super().__init__(sentence, at=at, source=source)


class BadRequest(Refusal):
    """A line of standard input is not a request."""

    code = "bad_request"

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence, hint=hint)


class Crashed(Refusal):
    """A bug; its traceback is on standard error."""

    code = "error"
    says = "Something went wrong in Nazh itself."
    remedy = "Try to write the roll differently."
