"""What a person may be refused with at a vault, read off the code itself."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from safeconduct.base.near import nearest

ROOT = Path(__file__).parents[3] / "src" / "safeconduct"
ROOMS = (
    "log", "app/machine", "app/vault", "app/group", "app/cases", "app/exchange",
    "app/rescue",
)  # fmt: skip
# The words of these are held by a test of their own.
_ELSEWHERE = {"trouble.value"}


def refusals() -> frozenset[str]:
    """Every text of a fault in the rooms of the vault; `{0}` stands for a value."""
    files = chain.from_iterable(sorted((ROOT / room).rglob("*.py")) for room in ROOMS)
    return frozenset(text for path in files for text in _of(path) if text)


def _of(path: Path) -> Iterator[str]:
    module = ast.parse(path.read_text("utf-8"))
    functions = (one for one in ast.walk(module) if isinstance(one, ast.FunctionDef))
    for scope in functions:
        reader = _Reader(module, scope)
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                for said in _said(call, call.func.id):
                    yield from reader.texts(said)


def _said(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """The texts that a call makes a fault of."""
    if name == "LogError":
        yield call.args[0]
    if name == "damaged_error":
        yield call.args[1]
    if name == "Fault":
        yield from (one.value for one in call.keywords if one.arg in {"what", "mend"})


class _Reader:
    """Reads texts as one function has them."""

    def __init__(self, module: ast.Module, scope: ast.FunctionDef) -> None:
        """Look up names in the function, then in its module."""
        self._module, self._scope = module, scope
        self._seen: set[str] = set()
        self._given = {one.arg for one in (*scope.args.args, *scope.args.kwonlyargs)}

    def texts(self, node: ast.expr) -> Iterator[str]:
        """Every text that an expression may be."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=values):
                yield self._joined(values)
            case ast.BoolOp(values=several):
                yield from chain.from_iterable(map(self.texts, several))
            case ast.IfExp(body=one, orelse=other):
                yield from (*self.texts(one), *self.texts(other))
            case ast.Name(id=name):
                found = () if name in self._seen else self._assigned(name)
                self._seen.add(name)
                yield from chain.from_iterable(map(self.texts, found))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield from self._returned(name)
            case _:
                assert ast.unparse(node) in _ELSEWHERE, ast.unparse(node)

    def _joined(self, values: list[ast.expr]) -> str:
        whole, count = "", 0
        for one in values:
            if isinstance(one, ast.Constant):
                whole += str(one.value)
            elif isinstance(one, ast.FormattedValue):
                fixed = self._fixed(one.value)
                whole += fixed or f"{{{count}}}"
                count += not fixed
        return whole

    def _fixed(self, value: ast.expr) -> str:
        """The text of a name that has one only."""
        name = value.id if isinstance(value, ast.Name) else ""
        found = [] if name in self._given else list(self._assigned(name))
        is_one = len(found) == 1 and isinstance(found[0], ast.Constant)
        text = ast.literal_eval(found[0]) if is_one else ""
        return text if isinstance(text, str) else ""

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for node in chain(ast.walk(self._scope), self._module.body):
            match node:
                case ast.Assign(targets=[ast.Name(id=found)]) if found == name:
                    yield node.value

    def _returned(self, name: str) -> Iterator[str]:
        if name == nearest.__name__:
            yield "Did you mean '{0}'?"
        for one in ast.walk(self._module):
            if isinstance(one, ast.FunctionDef) and one.name == name:
                reader = _Reader(self._module, one)
                for node in ast.walk(one):
                    if isinstance(node, ast.Return) and node.value is not None:
                        yield from reader.texts(node.value)
