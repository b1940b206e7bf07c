"""Mutation operators that change behaviour by replacing one piece of a source file."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import pairwise
from typing import Final

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}
_UNITS: Final = {
    "seconds": "milliseconds",
    "milliseconds": "seconds",
    "minutes": "seconds",
    "hours": "minutes",
    "days": "hours",
    "px": "ex",
    "ex": "px",
}
_REDIS_UNITS: Final = (("'PX'", "'EX'"), ("'EX'", "'PX'"), ("'PEXPIRE'", "'EXPIRE'"))
_DURATION: Final = re.compile(r"SECONDS|TIMEOUT|TTL|WINDOW|INTERVAL|PERIOD|MILLISECONDS")
_WHERE: Final = re.compile(r"\bWHERE\b")
_WHERE_TO_QUOTE: Final = re.compile(r"\bWHERE\b[^\"']*")
_UNOBSERVED: Final = re.compile(
    r"^(_?log|_LOG|logging|logger|warnings|assert_never|gc|sys\.setswitchinterval)\b"
)
"""Calls that only log, that are never reached, or that only save time or memory."""
_BREAKING: Final = re.compile(r"^(await )?super\(\)")
"""Calls whose loss breaks construction at once."""
_CLAUSES: Final = frozenset({"desc", "distinct", "group_by", "limit", "offset", "with_for_update"})
"""Methods that return a changed query or expression."""
_CHECKED_BY_CALLERS: Final = frozenset({"strict", "autoincrement"})
"""Keywords that repeat what holds anyway: ``zip`` gets equal lengths, and keys are composite."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """Replaces ``source[start:end]`` of the file at ``path`` by ``text``.

    ``path`` is relative to the repository; ``line`` counts from 1.
    """

    path: str
    line: int
    operator: str
    start: int
    end: int
    text: str

    def applied_to(self, source: str) -> str:
        """Return the mutated source."""
        return source[: self.start] + self.text + source[self.end :]

    def diff(self, source: str) -> str:
        """Return the change as a unified diff without context."""
        lines = unified_diff(
            source.splitlines(), self.applied_to(source).splitlines(), lineterm="", n=0
        )
        return "\n".join(list(lines)[2:])


def mutations(path: str, source: str) -> tuple[Mutation, ...]:
    """Return every mutation of ``source``, in the order of the file. Some may not compile."""
    all_mutations = _Finder(path, source).run()
    unique = {(mutation.start, mutation.end, mutation.text): mutation for mutation in all_mutations}
    return tuple(
        sorted(
            unique.values(),
            key=lambda mutation: (mutation.start, mutation.end, mutation.operator, mutation.text),
        )
    )


def compiles(source: str) -> bool:
    """Whether ``source`` is a valid module."""
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


class _Finder:
    """Walks one module and proposes mutations."""

    def __init__(self, path: str, source: str) -> None:
        self._path = path
        self._source = source
        self._bytes = source.encode()
        starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self._line_starts = starts
        self._is_inside_function = False

    def run(self) -> Iterator[Mutation]:
        yield from self._visit(ast.parse(self._source))

    def _visit(self, node: ast.AST) -> Iterator[Mutation]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
                continue
            if isinstance(node, ast.Subscript) and isinstance(value, ast.Tuple):
                continue  # the arguments of a type
            children = value if isinstance(value, list) else [value]
            for child in children:
                if isinstance(child, ast.AST) and not _is_declaration(child):
                    yield from self._visit_child(child)

    def _visit_child(self, node: ast.AST) -> Iterator[Mutation]:
        if isinstance(node, ast.Call) and _UNOBSERVED.match(self.text(node)):
            return
        if isinstance(node, ast.keyword) and node.arg in _CHECKED_BY_CALLERS:
            return
        before = self._is_inside_function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            self._is_inside_function = True
        for operator in _OPERATORS:
            yield from operator(self, node)
        yield from self._visit(node)
        self._is_inside_function = before

    def offset(self, line: int, column: int) -> int:
        """Return the index in characters of a place that ``ast`` gives in bytes."""
        return len(self._bytes[: self._line_starts[line - 1] + column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self.offset(node.lineno, node.col_offset), self.offset(end_line, end_column)

    def text(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        start, end = self.span(node)
        return self._source[start:end]

    def replace(
        self, operator: str, node: ast.expr | ast.stmt | ast.keyword, text: str
    ) -> Mutation:
        start, end = self.span(node)
        return Mutation(self._path, node.lineno, operator, start, end, text)

    def cut(self, operator: str, line: int, start: int, end: int, text: str = "") -> Mutation:
        return Mutation(self._path, line, operator, start, end, text)

    def comparison(self, node: ast.AST) -> Iterator[Mutation]:
        if not isinstance(node, ast.Compare):
            return
        for (left, right), operator in zip(
            pairwise((node.left, *node.comparators)), node.ops, strict=True
        ):
            other = _COMPARISONS[type(operator)]()
            start, end = self.span(left)[1], self.span(right)[0]
            between = self._source[start:end]
            old, new = _sign(operator), _sign(other)
            if old in between:
                yield self.cut("comparison", left.lineno, start, end, between.replace(old, new, 1))

    def boolean(self, node: ast.AST) -> Iterator[Mutation]:
        if isinstance(node, ast.BoolOp):
            for place in range(len(node.values)):
                rest = [self.text(v) for i, v in enumerate(node.values) if i != place]
                sign = " and " if isinstance(node.op, ast.And) else " or "
                yield self.replace(
                    "boolean", node, f"({sign.join(f'({operand_text})' for operand_text in rest)})"
                )
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self.replace("boolean", node, f"bool({self.text(node.operand)})")
        if isinstance(node, ast.IfExp):
            yield self.replace("boolean", node.test, f"not ({self.text(node.test)})")

    def constant(self, node: ast.AST) -> Iterator[Mutation]:
        if not isinstance(node, ast.Constant) or not self._is_inside_function:
            return
        if isinstance(node.value, bool):
            yield self.replace("constant", node, str(not node.value))
        elif isinstance(node.value, int):
            yield self.replace("off by one", node, f"({node.value} + 1)")

    def arithmetic(self, node: ast.AST) -> Iterator[Mutation]:
        if not isinstance(node, ast.BinOp) or type(node.op) not in _ARITHMETIC:
            return
        texts = (node.left, node.right)
        if any(
            isinstance(operand, ast.Constant) and isinstance(operand.value, str)
            for operand in texts
        ):
            return
        start, end = self.span(node.left)[1], self.span(node.right)[0]
        between = self._source[start:end]
        old, new = _sign(node.op), _sign(_ARITHMETIC[type(node.op)]())
        if old in between:
            text = between.replace(old, new, 1)
            yield self.cut("arithmetic", node.left.lineno, start, end, text)

    def dropped_call(self, node: ast.AST) -> Iterator[Mutation]:
        if not isinstance(node, ast.Expr):
            return
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if not isinstance(value, ast.Call) or _UNOBSERVED.match(self.text(value)):
            return
        if not _BREAKING.match(self.text(node)):
            yield self.replace("dropped call", node, "pass")

    def dropped_guard(self, node: ast.AST) -> Iterator[Mutation]:
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise | ast.Return):
            yield self.replace("dropped guard", node.test, "False")

    def dropped_filter(self, node: ast.AST) -> Iterator[Mutation]:
        match node:
            case ast.Call(func=ast.Attribute(attr="where", value=base), args=conditions):
                yield self.replace("dropped filter", node, self.text(base))
                for condition in conditions if len(conditions) > 1 else ():
                    yield self.replace("dropped filter", condition, "True")
            case ast.Call(func=ast.Name(id="and_"), args=[_, _, *_] as conditions):
                for condition in conditions:
                    rest = ", ".join(self.text(arg) for arg in conditions if arg is not condition)
                    yield self.replace("dropped filter", node, f"and_({rest})")
            case ast.comprehension(ifs=tests):
                for test in tests:
                    yield self.replace("dropped filter", test, "True")
            case ast.Constant(value=str(text)) if _WHERE.search(text):
                source_text = self.text(node)
                if "\n" not in source_text and source_text[0] in "\"'":
                    yield self.replace("dropped filter", node, _WHERE_TO_QUOTE.sub("", source_text))

    def dropped_clause(self, node: ast.AST) -> Iterator[Mutation]:
        match node:
            case ast.Call(func=ast.Attribute(attr="limit"), args=[ast.Constant(value=1)]):
                pass  # the caller takes the first row anyway
            case ast.Call(func=ast.Attribute(attr=method, value=base)) if method in _CLAUSES:
                yield self.replace("dropped clause", node, self.text(base))
            case ast.Call(func=ast.Attribute(attr="order_by"), args=columns):
                # Without the clause, most databases return the rows in the same order in tests.
                for column in columns:
                    if not isinstance(column, ast.Starred) and not self.text(column).endswith("()"):
                        yield self.replace("reversed order", column, f"{self.text(column)}.desc()")
            case _:
                pass

    def dropped_context(self, node: ast.AST) -> Iterator[Mutation]:
        """Run the body of a ``with`` that binds nothing without its locks, timeouts and so on."""
        match node:
            case (
                ast.With(items=items, body=[first, *_])
                | ast.AsyncWith(items=items, body=[first, *_])
            ) if not any(item.optional_vars for item in items):
                start, end = self.span(node)[0], self.offset(first.lineno, 0)
                if start < end:
                    yield self.cut("dropped context", node.lineno, start, end, "if True:\n")
            case ast.Call(func=ast.Attribute(attr="shield"), args=[shielded]):
                yield self.replace("dropped context", node, self.text(shielded))
            case _:
                pass

    def dropped_element(self, node: ast.AST) -> Iterator[Mutation]:
        """Drop an element of a tuple in brackets, a list, a set or a dictionary, if it has three.

        The values of shorter tuples are usually unpacked.
        """
        match node:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                spans = [self.span(element) for element in elements]
            case ast.Dict(keys=keys, values=values):
                spans = [
                    (self._source.rindex("**", 0, start) if key is None else self.span(key)[0], end)
                    for key, (start, end) in zip(keys, map(self.span, values), strict=True)
                ]
            case _:
                return
        if len(spans) < 3 or self._source[self.span(node)[0]] not in "([{":
            return
        for (start, _), (next_start, _) in pairwise(spans):
            line = self._source.count("\n", 0, start) + 1
            yield self.cut("dropped element", line, start, next_start)
        (_, end), (start, last_end) = spans[-2:]
        yield self.cut("dropped element", self._source.count("\n", 0, start) + 1, end, last_end)

    def lost_keyword(self, node: ast.AST) -> Iterator[Mutation]:
        if not isinstance(node, ast.Call):
            return
        for keyword in node.keywords:
            if keyword.arg in _CHECKED_BY_CALLERS:
                continue
            start, end = self.span(keyword)
            after = re.match(r"\s*,\s*", self._source[end:])
            if keyword.arg is not None and keyword.arg in _UNITS:
                unit = _UNITS[keyword.arg]
                length = len(keyword.arg)
                yield self.cut("units", keyword.lineno, start, start + length, unit)
            if isinstance(keyword.value, ast.Constant) or keyword.arg not in (None, "name"):
                end += after.end() if after else 0
                yield self.cut("lost keyword", keyword.lineno, start, end)

    def units(self, node: ast.AST) -> Iterator[Mutation]:
        match node:
            case ast.BinOp(left=left, right=ast.Constant(value=1000 | 1_000_000)):
                yield self.replace("units", node, self.text(left))
            case _:
                pass
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = self.text(node)
            for old, new in _REDIS_UNITS:
                if old in text:
                    yield self.replace("units", node, text.replace(old, new))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            is_number = isinstance(node.value, ast.Constant | ast.BinOp)
            if is_number and _DURATION.search(node.target.id):
                yield self.replace("units", node.value, f"({self.text(node.value)}) * 1000")

    def published_before_commit(self, node: ast.AST) -> Iterator[Mutation]:
        """Move a ``publish`` from after a transaction to just before its commit."""
        for block in _blocks(node):
            for with_node, statement in pairwise(block):
                if not isinstance(with_node, ast.AsyncWith | ast.With | ast.Try):
                    continue
                commit = next(
                    (child for child in ast.walk(with_node) if self._is_call_of(child, "commit")),
                    None,
                )
                if not isinstance(commit, ast.Expr):
                    continue
                if not self._is_call_of(statement, "publish") or not isinstance(
                    statement, ast.Expr
                ):
                    continue
                (start, _), (published, end) = self.span(commit), self.span(statement)
                indent = " " * commit.col_offset
                moved = f"{self.text(statement)}\n{indent}"
                text = moved + self._source[start:published] + "pass"
                yield self.cut("publish before commit", statement.lineno, start, end, text)

    def _is_call_of(self, node: ast.AST, method: str) -> bool:
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Await):
            return False
        call = node.value.value
        return (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == method
        )


_OPERATORS: Final[tuple[Callable[[_Finder, ast.AST], Iterator[Mutation]], ...]] = (
    _Finder.comparison,
    _Finder.boolean,
    _Finder.constant,
    _Finder.arithmetic,
    _Finder.dropped_call,
    _Finder.dropped_guard,
    _Finder.dropped_filter,
    _Finder.dropped_clause,
    _Finder.dropped_context,
    _Finder.dropped_element,
    _Finder.lost_keyword,
    _Finder.units,
    _Finder.published_before_commit,
)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block


def _is_declaration(node: ast.AST) -> bool:
    """Whether ``node`` is a docstring, an import, or a list of names without behaviour."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id in ("__slots__", "__all__")
    return isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases)


def _sign(operator: ast.cmpop | ast.operator) -> str:
    """Return how ``operator`` is written."""
    one, two = ast.Name("a"), ast.Name("b")
    if isinstance(operator, ast.cmpop):
        return ast.unparse(ast.Compare(one, [operator], [two]))[2:-2]
    return ast.unparse(ast.BinOp(one, operator, two))[2:-2]
