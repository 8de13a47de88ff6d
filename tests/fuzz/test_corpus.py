"""Every input that is kept of the fuzzers goes through its parser, as `make fuzz` does.

Only what the parser says it refuses may come out of it (tests/fuzz/target.py).
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fuzz.corpus import FOLDER, MOST_BYTES, kept_of
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import NAMES, NAMES_OF, target_of, targets_of

MOST_OF_ALL = 300_000


@pytest.mark.parametrize("name", NAMES)
def test_a_parser_of_foreign_bytes_only_refuses(name: str) -> None:
    kept = [path.read_bytes() for path in kept_of(name)]
    assert kept
    take_apart((name, raw) for raw in kept)


def test_what_a_fuzzer_begins_with_is_only_refused() -> None:
    take_apart(seeds())


def take_apart(inputs: Iterable[tuple[str, bytes]]) -> None:
    """Take inputs on a thread: a browser of other tests keeps a loop on this one."""

    def take() -> None:
        for name, raw in inputs:
            target_of(name).take(raw)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(take).result()


@pytest.mark.parametrize("module", NAMES_OF)
def test_each_target_that_a_module_makes_is_named(module: str) -> None:
    assert set(NAMES_OF[module]) == set(targets_of(module))


def test_the_corpus_is_small_and_of_targets_that_there_are() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(NAMES)
    sizes = {name: sum(map(_size, kept_of(name))) for name in NAMES}
    assert max(sizes.values()) <= MOST_BYTES
    assert sum(sizes.values()) <= MOST_OF_ALL


def _size(path: Path) -> int:
    return path.stat().st_size
