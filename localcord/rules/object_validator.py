"""Validates a JSON object and reports problems with their path in the body."""

from collections.abc import Collection

from localcord.errors import ErrorCollector
from localcord.json_codec import Json, JsonObject

Path = tuple[str | int, ...]


class ObjectValidator:
    """One object of a body. Each method records problems in Discord's words and continues."""

    __slots__ = ("_complaints", "_path", "value")

    def __init__(self, value: JsonObject, collector: ErrorCollector, path: Path = ()) -> None:
        self.value = value
        self._complaints = collector
        self._path = path

    @property
    def kind(self) -> int:
        """The ``type`` of a component; 0 if it is not a number."""
        value = self.value.get("type")
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def add_error(self, code: str, message: str, *keys: str | int) -> None:
        """Record a broken rule, at a field of this object or at the object itself."""
        self._complaints.add((*self._path, *keys), code, message)

    def only(self, known: Collection[str]) -> None:
        """Record every undocumented field, which Discord itself would ignore."""
        for key in self.value:
            if key not in known:
                self._complaints.add_unknown((*self._path, key))

    def _required(self, key: str) -> None:
        self.add_error("BASE_TYPE_REQUIRED", "This field is required", key)

    def text(self, key: str, *, high: int, low: int = 0, required: bool = False) -> str | None:
        """Read a string of ``low`` to ``high`` characters."""
        value = self.value.get(key)
        if value is None:
            if required:
                self._required(key)
            return None
        if not isinstance(value, str):
            self.add_error("BASE_TYPE_BAD_TYPE", "Value must be a string.", key)
            return None
        if required and not value.strip():
            self._required(key)
        elif len(value) > high or len(value) < low:
            self._bad_length(key, low, high)
        return value

    def _bad_length(self, key: str, low: int, high: int) -> None:
        if low:
            words = f"Must be between {low} and {high} in length."
            self.add_error("BASE_TYPE_BAD_LENGTH", words, key)
        else:
            self.add_error("BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.", key)

    def number(self, key: str, *, low: int, high: int) -> int | None:
        """Read an integer between ``low`` and ``high``, both included."""
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.add_error("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.', key)
            return None
        if value < low:
            words = f"int value should be greater than or equal to {low}."
            self.add_error("NUMBER_TYPE_MIN", words, key)
        elif value > high:
            words = f"int value should be less than or equal to {high}."
            self.add_error("NUMBER_TYPE_MAX", words, key)
        return value

    def snowflake(self, key: str, *, required: bool = False) -> int | None:
        """Read an id, which is a string of digits or a number."""
        value = self.value.get(key)
        if value is None:
            if required:
                self._required(key)
            return None
        if isinstance(value, bool) or not str(value).isdecimal():
            self.add_error("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.', key)
            return None
        return int(value)

    def choice(self, key: str, allowed: Collection[int], *, required: bool = False) -> int | None:
        """Read one of the allowed integers."""
        value = self.value.get(key)
        if value is None:
            if required:
                self._required(key)
            return None
        countable = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not countable or value not in allowed:
            listed = ", ".join(str(value) for value in sorted(allowed))
            self.add_error("BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.", key)
            return None
        return int(value)

    def flag(self, key: str) -> bool:
        """Read an optional boolean."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, bool):
            self.add_error("BOOLEAN_TYPE_CONVERT", "Must be either true or false.", key)
        return value is True

    def child(self, key: str, *, required: bool = False) -> "ObjectValidator | None":
        """Return the object in a field."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return ObjectValidator(value, self._complaints, (*self._path, key))
        if value is not None:
            self.add_error("MODEL_TYPE_CONVERT", "Only dictionaries may be used", key)
        elif required:
            self._required(key)
        return None

    def items(
        self, key: str, *, high: int, low: int = 0, required: bool = False
    ) -> "list[ObjectValidator]":
        """Return the objects of a list with ``low`` to ``high`` entries."""
        forms: list[ObjectValidator] = []
        for index, item in enumerate(self.values(key, high=high, low=low, required=required)):
            if isinstance(item, dict):
                forms.append(ObjectValidator(item, self._complaints, (*self._path, key, index)))
            else:
                words = "Only dictionaries may be used"
                self.add_error("MODEL_TYPE_CONVERT", words, key, index)
        return forms

    def values(self, key: str, *, high: int, low: int = 0, required: bool = False) -> list[Json]:
        """Return the entries of a list with ``low`` to ``high`` entries."""
        value = self.value.get(key)
        if value is None:
            if required:
                self._required(key)
            return []
        if not isinstance(value, list):
            self.add_error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType", key)
            return []
        if not low <= len(value) <= high:
            self._bad_length(key, low, high)
        return value
