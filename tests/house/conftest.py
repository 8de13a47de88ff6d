"""What the house rules look at: the tree as it stands, parsed once."""

import ast
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_MADE = {"build", "dist", "__pycache__"}


def _is_ours(path: Path) -> bool:
    """Made, cached and installed files are not ours; `.ci` and `.gitignore` are."""
    return not any(
        part in _MADE or (part.startswith(".") and part not in {".ci", ".gitignore"})
        for part in path.relative_to(_ROOT).parts
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return _ROOT


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every text file of the repository, by its path from the root."""
    found: dict[str, str] = {}
    for path in sorted(_ROOT.rglob("*")):
        if _is_ours(path) and path.is_file():
            try:
                found[path.relative_to(_ROOT).as_posix()] = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # a font or a picture
    return found


@pytest.fixture(scope="session")
def modules(texts: dict[str, str]) -> dict[str, ast.Module]:
    """Every Python module of product, tests and benchmarks, parsed."""
    return {name: ast.parse(text) for name, text in texts.items() if name[-3:] == ".py"}


@pytest.fixture(scope="session")
def product(modules: dict[str, ast.Module]) -> dict[str, ast.Module]:
    """The modules of the product alone."""
    return {name: tree for name, tree in modules.items() if name.startswith("src/")}
