"""All benchmarks: `python -m bench.run` prints a table and writes results.json."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.asking import asking_rows
from bench.caseload import caseload_rows
from bench.command import command_rows
from bench.law import law_rows
from bench.row import Row, keep, machine, table_of
from bench.single import single_rows
from bench.vault import vault_rows

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Run all, or the parts named on the command line, which are only printed."""
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "caseload": caseload_rows,
        "single": single_rows,
        "asking": asking_rows,
        "command": command_rows,
        "law": law_rows,
        "vault": vault_rows,
    }
    named = sys.argv[1:] or list(parts)
    start = time.perf_counter()
    conditions = machine()
    rows: list[Row] = []
    for name in named:
        print(f"bench: {name} ...", file=sys.stderr, flush=True)
        rows += parts[name]()
    print(table_of(rows))
    print(f"\n{conditions}\nin {time.perf_counter() - start:.0f} s")
    if len(named) == len(parts):
        keep(rows, RESULTS, conditions=conditions)


if __name__ == "__main__":
    main()
