"""A vault of 10,000 cases with 40 entries each, in a process of its own."""

import json
import random  # noqa: TID251 -- the same texts in every run
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.relayed import relayed
from bench.row import Row, absolute, middle, rank_of
from safeconduct.base.digest import Json
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange.exchange import Line, sync
from safeconduct.log.group.group import open_group
from safeconduct.log.group.people import remove
from safeconduct.log.name import CaseId, Compartment
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import make_device, new_seeds
from tests.log.town_kit import START, Town, entropy

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "bench" / "vault"
CASES, EACH = 10_000, 40
MANY_SYNCED = 100_000
APPENDS = 300
WORDS = [
    "он",
    "она",
    "дорога",
    "письмо",
    "повестка",
    "часть",
    "суд",
    "адвокат",
    "документ",
    "граница",
    "мать",
    "ждёт",
    "приказ",
    "отказ",
    "задержан",
    "отпущен",
    "звонок",
    "паспорт",
    "срок",
    "жалоба",
    "виза",
    "комната",
    "работа",
    "врач",
    "рана",
    "страх",
    "сын",
    "дом",
    "поезд",
    "билет",
    "совет",
    "вопрос",
    "ответ",
    "день",
    "ночь",
    "неделя",
]


def vault_rows() -> Iterator[Row]:
    """The figures of the case log, measured in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.vault"],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    for name, value, unit, most, conditions in json.loads(done.stdout):
        yield absolute(name, value, unit, most=most, conditions=conditions)


@dataclass(slots=True, kw_only=True)
class _Figures:
    """What was measured, as rows."""

    found: list[Json] = field(default_factory=list)

    def tell(
        self, name: str, value: float, unit: str, most: float | None, conditions: str
    ) -> None:
        self.found.append([f"vault.{name}", value, unit, most, conditions])


def main() -> None:
    """Fill a vault, measure, print the figures as JSON."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    rng = random.Random(1)  # noqa: S311 -- texts, no secrets
    town, figures = Town(folder=BUILD), _Figures()
    anna = town.found("anna")
    town.join("boris", "first_line")
    few = _filled(anna.vault, rng, 100)
    small = middle([_opening(anna.vault, case) for case in few[:50]])
    cases = few + _filled(anna.vault, rng, CASES - 100)
    label = f"{CASES:,} cases with {EACH} entries each"
    _measure_list(town, figures, label)
    vault = town.desks["anna"].vault
    opened = [_opening(vault, rng.choice(cases)) for _ in range(200)]
    figures.tell("open", 1000 * middle(opened), "ms", 50, f"a case cold; {label}")
    figures.tell(
        "open_growth", middle(opened) / small, "x", None, "against a vault of 100 cases"
    )
    town.sync("anna")
    plain = _measure_sizes(vault, figures, label)
    _measure_search(vault, rng, plain, figures)
    _measure_sync(town, cases, figures)
    _measure_removal(town, figures, label)
    vault.close()
    _measure_memory(town, figures, label)
    json.dump(figures.found, sys.stdout)
    shutil.rmtree(BUILD, ignore_errors=True)


def _text(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(15, 90)))


def _filled(vault: Vault, rng: random.Random, count: int) -> list[CaseId]:
    found: list[CaseId] = []
    _set_sync(vault, "OFF")
    for number in range(count):
        case = new_case(vault, Opened(alias=f"case {number}", languages=("ru",)))
        bodies = [TextWritten(text=_text(rng)) for _ in range(EACH - 2)]
        vault.append_all(main_log(case), bodies)
        vault.forget(main_log(case))
        found.append(case)
    _set_sync(vault, "FULL")
    return found


def _set_sync(vault: Vault, mode: str) -> None:
    """Only the filling may be undone by a power cut; nothing is measured in it."""
    with vault.store._database.reading() as db:  # noqa: SLF001 -- see above
        db.execute(f"PRAGMA synchronous={mode}")


def _opening(vault: Vault, case: CaseId) -> float:
    """Seconds to open a case that was not open."""
    vault.forget(main_log(case))
    start = time.perf_counter()
    vault.view(main_log(case))
    return time.perf_counter() - start


def _measure_list(town: Town, figures: _Figures, label: str) -> None:
    desk = town.desks["anna"]
    times: list[float] = []
    for _ in range(3):
        desk.vault.close()
        start = time.perf_counter()
        desk.vault = open_group(desk.folder, desk.device, desk.around)
        assert len(desk.vault.cases()) == CASES  # noqa: S101 -- the right figure
        times.append(time.perf_counter() - start)
    said = f"keys in hand, to the whole list; {label}"
    figures.tell("first_list", middle(times), "s", 1, said)


def _measure_search(
    vault: Vault, rng: random.Random, plain: float, figures: _Figures
) -> None:
    start = time.perf_counter()
    index = open_text_index(vault)
    made = time.perf_counter() - start
    times: list[float] = []
    for _ in range(200):
        words = " ".join(rng.sample(WORDS, rng.randint(1, 3)))
        start = time.perf_counter()
        index.search(words, most=20)
        times.append(time.perf_counter() - start)
    said = f"one to three words, the newest 20 of {CASES * EACH:,} entries"
    figures.tell("search", 1000 * rank_of(times, 0.95), "ms", 20, f"p95; {said}")
    figures.tell("index_made", made, "s", None, "from nothing")
    index.close()
    size = sum(path.stat().st_size for path in vault.folder.glob("index.db*"))
    figures.tell("index_size", size / plain, "x", 1.0, "index.db against the texts")


def _measure_sizes(vault: Vault, figures: _Figures, label: str) -> float:
    plain = sum(
        len(getattr(item.body, "text", "").encode())
        for row in vault.cases()[:200]
        for item in vault.view(row.log).entries
    )
    plain *= CASES / 200
    with vault.store._database.reading() as db:  # noqa: SLF001 -- pages in use
        pages, free, size = (
            int(db.execute(f"PRAGMA {word}").fetchone()[0])
            for word in ("page_count", "freelist_count", "page_size")
        )
    said = f"vault.db, all sent, against the texts, {plain / 1e6:.0f} MB; {label}"
    figures.tell("log_size", (pages - free) * size / plain, "x", 2.0, said)
    said = f"free pages too, once {CASES * EACH:,} entries waited at once"
    figures.tell("log_file", pages * size / plain, "x", None, said)
    bag = (vault.folder / "bag.db").stat().st_size
    figures.tell("grants", bag / 1e6, "MB", 10, f"bag.db; {label}")
    return plain


def _measure_sync(town: Town, cases: list[CaseId], figures: _Figures) -> None:
    """Another desk from empty, with appends beside it; then with nothing to do."""
    boris = town.desks["boris"].vault
    town.sync("anna")
    _keep_first(town, MANY_SYNCED + CASES // 4)
    waits: list[float] = []
    with relayed(town, BUILD) as lines:
        took = _timed_sync(boris, lines, beside=lambda: _write(town, cases, waits))
        count = sum(boris.store.count(log) for log in boris.store.logs())
        said = f"{count:,} entries over HTTP on loopback, appends beside it"
        each = took * MANY_SYNCED / max(1, count)
        figures.tell("sync", each, "s for 100,000", 60, said)
        sync(boris, lines)
        start = time.perf_counter()
        sync(boris, lines)
        idle = 1000 * (time.perf_counter() - start)
    figures.tell("sync_idle", idle, "ms", 300, "nothing to do; over HTTP on loopback")
    said = f"p99 of {len(waits)}, durable; a case that is open, a sync beside it"
    figures.tell("append", 1000 * rank_of(waits, 0.99), "ms", 10, said)


def _timed_sync(
    vault: Vault, lines: Mapping[Compartment, Line], *, beside: Callable[[], None]
) -> float:
    """Seconds of a sync, with something in another thread beside it."""
    writer = threading.Thread(target=beside)
    writer.start()
    start = time.perf_counter()
    sync(vault, lines)
    took = time.perf_counter() - start
    writer.join()
    return took


def _keep_first(town: Town, count: int) -> None:
    for box in town.boxes.values():
        kept = sorted(box.items.items(), key=lambda one: one[1][0])
        box.items = dict(kept[:count])


def _write(town: Town, cases: list[CaseId], waits: list[float]) -> None:
    """Somebody writes into cases that are open, while another desk fetches."""
    vault = town.desks["anna"].vault
    for number in range(APPENDS):
        log = main_log(cases[number % 20])
        vault.view(log)
        start = time.perf_counter()
        say(vault, log, TextWritten(text="звонок матери"))
        waits.append(time.perf_counter() - start)


def _measure_memory(town: Town, figures: _Figures, label: str) -> None:
    """What a process of its own takes: no mailboxes of this one are in it."""
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-m", "bench.vault", str(town.desks["anna"].folder)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    said = f"a fresh process: unlocked, the list, 500 cases open, a search; {label}"
    figures.tell("memory", float(done.stdout), "MB", 400, said)


def open_once(folder: Path) -> None:
    """Open a vault that was measured, use it a little, print the most memory taken."""
    around = Surroundings(minute=lambda: START, entropy=entropy("anna"))
    device = make_device(new_seeds(around.entropy))
    vault = open_group(folder, device, around)
    for row in vault.cases()[:500]:
        vault.view(row.log)
    index = open_text_index(vault)
    index.search("мать", most=20)
    index.close()
    vault.close()
    print(_most_memory())


def _most_memory() -> float:
    """The most memory that this process had, in MB.

    Not `ru_maxrss`: a process begins with that of the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _measure_removal(town: Town, figures: _Figures, label: str) -> None:
    vault = town.desks["anna"].vault
    start = time.perf_counter()
    remove(vault, "boris", why="left")
    took = time.perf_counter() - start
    figures.tell("removal", took, "s", 2, f"a member on all cases; {label}")
    queued = sum(
        len(item.payload)
        for circle in Compartment
        for item in vault.store.outgoing(circle, 1 << 40)
    )
    figures.tell("removal_size", queued / 1e6, "MB", 5, f"what is sent; {label}")


if __name__ == "__main__":
    open_once(Path(sys.argv[1])) if sys.argv[1:] else main()
