"""What the terminal refuses before the dice are asked: faces and requests nobody can read."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal


class UnreadableFaces(Refusal):
    """A list of faces that is not a list of whole numbers."""

    code: ClassVar[str] = "unreadable_faces"

    def __init__(self, sentence: str, at: int, source: str) -> None:
        super().__init__(
            sentence,
            at=at,
            hint="Write whole numbers with commas between them, as in 18,3,4.",
            source=source,
        )


class BadRequest(Refusal):
    """A line that is not a request."""

    code: ClassVar[str] = "bad_request"

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence, hint=hint)


class Crashed(Refusal):
    """A mistake of ours; what it was stands on standard error."""

    code: ClassVar[str] = "error"

    def __init__(self) -> None:
        super().__init__("Something went wrong in Nazh itself.", hint="Ask for it another way.")
