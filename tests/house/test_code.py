"""The house rules of code that ruff, mypy and import-linter do not hold."""

import ast

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_BROAD = {"Exception", "BaseException"}
_CHARTER = ("Keeps:", "Takes:", "Gives:", "Never here:", "Spec: spec/")


def _is_broad(handler: ast.ExceptHandler) -> bool:
    """A handler is broad if it is bare or names a root of all exceptions."""
    if handler.type is None:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in _BROAD
        for node in ast.walk(handler.type)
    )


def test_every_module_has_at_most_400_lines(
    texts: dict[str, str], modules: dict[str, ast.Module]
) -> None:
    assert not [name for name in modules if len(texts[name].splitlines()) > 400]


def test_every_function_has_at_most_50_lines(modules: dict[str, ast.Module]) -> None:
    assert not [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, _FUNCTION)
        and (node.end_lineno or node.lineno) - node.lineno >= 50
    ]


def test_no_function_reaches_for_a_global(product: dict[str, ast.Module]) -> None:
    assert not [
        f"{name}:{node.lineno}"
        for name, tree in product.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Global)
    ]


def test_no_except_is_broad(product: dict[str, ast.Module]) -> None:
    assert not [
        f"{name}:{node.lineno}"
        for name, tree in product.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]


def test_every_room_has_a_charter_and_nothing_beside_it(
    product: dict[str, ast.Module],
) -> None:
    faults: list[str] = []
    for room in sorted({name.split("/")[2] for name in product if name.count("/") > 2}):
        tree = product.get(f"src/safeconduct/{room}/__init__.py", ast.Module([], []))
        charter = ast.get_docstring(tree) or ""
        faults += [f"{room}: no {part}" for part in _CHARTER if part not in charter]
        if len(tree.body) > 1:
            faults.append(f"{room}: more than a charter")
    assert not faults
