"""Small rulebooks from short texts, cases from plain values, and what comes of them.

Every rulebook here is read as a law page is read, so that the tests say what a page
means and not what a record holds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.base.errors import Fault
from safeconduct.base.value import Value
from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.law_text import LawTexts
from safeconduct.rulebook.loose import LooseValue, to_value
from safeconduct.rulebook.record import Rulebook
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec

DAY = date(2026, 6, 1)
READ = "2026-05-01"
TEXT = '{ en = "EN %s", ru = "RU %s", fr = "FR %s" }'
_NORM = ColumnSpec(name="norm", type="bool", values=("true", "false"), label=None)
_HEAD = re.compile(
    r"^(?:[a-z_.0-9]+: )?(?:CLOSED )?(?:NOT )?(?:PRESUME |OPEN NORM )?"
    r"([a-z_0-9]+(?:\.[a-z_0-9]+)+)(?= IF | WHEN |$)",
    re.MULTILINE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN = re.compile(r"```finding (\S+)\n.*?```\n?", re.DOTALL)
Plain = Mapping[str, object]


def text(words: str) -> str:
    """A text in three languages that tells which one was taken."""
    return TEXT % (words, words, words)


def fact(name: str, kind: str = "bool", **more: object) -> str:
    """The declaration of a fact."""
    lines = ["[[fact]]", f'name = "{name}"', f'type = "{kind}"']
    lines += [f"label = {text(name)}", f"ask = {text(name + '?')}"]
    return "\n".join([*lines, *(f"{key} = {toml(more[key])}" for key in more), ""])


def toml(value: object) -> str:
    """A plain value as TOML writes it; a text that is a day becomes one."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value if _DAY.fullmatch(value) else f'"{value}"'
        case list() | tuple():
            return f"[{', '.join(toml(item) for item in value)}]"
        case dict():
            return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
        case _:
            return str(value)


VOCABULARY = (
    "\n".join(
        (
            *(fact(f"f.{name}") for name in "abcdefg"),
            *(fact(f"d.{name}", "day") for name in ("dating", "left", "order")),
            fact("n.age", "integer"),
            fact("e.colour", "enum", values=["red", "green", "blue", "other"]),
            fact(
                "c.place", "enum", values=["KZ", "FR", "other"], cardinality="changing"
            ),
            fact("c.free", cardinality="changing", fresh_days=10),
            fact("s.act", counsel_only=True),
            fact("s.danger", danger=3),
            fact("w.has", of=["applicant", "wife"], held="no"),
        )
    )
    + f"""
[[list]]
name = "charges"
label = {text("charges")}
ask = {text("charges?")}
[[list.column]]
name = "article"
type = "enum"
values = ["a337", "a338", "other"]
[[list.column]]
name = "day"
type = "day"
[[list.column]]
name = "open"
type = "bool"
[[list.column]]
name = "count"
type = "integer"
[[list]]
name = "crimes"
counsel_only = true
label = {text("crimes")}
ask = {text("crimes?")}
[[list.column]]
name = "grave"
type = "bool"
[[list]]
name = "stays"
label = {text("stays")}
ask = {text("stays?")}
[[list.column]]
name = "country"
type = "enum"
values = ["KZ", "FR", "other"]
[[list.column]]
name = "from"
type = "day"
[[list.column]]
name = "to"
type = "day"
"""
)


def page(  # noqa: PLR0913 (the keys of a head)
    rules: str,
    *,
    name: str = "xx.law",
    kind: str = "law",
    bears: str = "danger",
    grade: str = "primary",
    blocks: str = "",
    findings: Mapping[str, str] | None = None,
    **head: object,
) -> str:
    """A law page; each head gets a finding of weight 1 unless it is given."""
    known = findings or {}
    missing = (
        {"missing": [dict.fromkeys(("en", "ru", "fr"), "the text itself")]}
        if grade in {"weak", "memory"}
        else {}
    )
    keys = {"id": name, "kind": kind, "jurisdiction": "XX", "bears": bears}
    lines = [
        f"{key} = {toml(value)}" for key, value in {**keys, **missing, **head}.items()
    ]
    source = f'{{ cite = "Act of {name}", place = "1", address = "", read = {READ}, '
    lines.append(f'sources = [{source}grade = "{grade}" }}]')
    heads = dict.fromkeys(_HEAD.findall(rules)) if kind != "axiom" else {}
    side = "protection" if bears in {"protection", "permission"} else "danger"
    shown = "\n".join(
        _finding(one, known.get(one, f'kind = "{side}"')) for one in heads
    )
    block = f"```rule\n{rules.strip()}\n```\n" if rules else ""
    top = "\n".join(lines)
    words = f"Words of {name}.\n" + "".join(
        f"```prose {at}\n{at} words of {name}.\n```\n" for at in ("ru", "fr")
    )
    return f"+++\n{top}\n+++\n{words}{block}{shown}\n{blocks}\n"


def _finding(name: str, keys: str) -> str:
    goal = "" if "goal" in keys else "goal = 1\n"
    return f"```finding {name}\ntitle = {text(name)}\n{goal}{keys}\n```"


def clock(more: str = "") -> str:
    """A clock over stays in Kazakhstan, named xx.clock."""
    return f"""```clock xx.clock
title = {text("clock")}
list = "stays"
where = {{ country = ["KZ"] }}
allowed = "90 days"
windows = ["rolling 180 days"]
{more}
```"""


def read(
    *pages: str, vocabulary: str = VOCABULARY, recorded: Mapping[str, str] | None = None
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """A rulebook from pages, and every fault of it; a finding is the first page's."""
    lines = [f'"{key}" = {day}' for key, day in (recorded or {}).items()]
    return try_rulebook(
        LawTexts(
            pages={f"{at}.md": one.encode() for at, one in enumerate(_once(pages))},
            vocabulary={"all.toml": vocabulary.encode()},
            recorded="\n".join(["[recorded]", *lines]).encode() if lines else b"",
        )
    )


def _once(pages: Sequence[str]) -> list[str]:
    """The pages without findings that a page of another id declares before."""
    homes: dict[str, str] = {}

    def kept(shown: re.Match[str], home: str) -> str:
        return shown[0] if homes.setdefault(shown[1], home) == home else ""

    found: list[str] = []
    for one in pages:
        home = one.partition('id = "')[2].partition('"')[0]
        found.append(_SHOWN.sub(lambda shown, at=home: kept(shown, at), one))  # type: ignore[misc]  # bound at once
    return found


def law(
    *pages: str, vocabulary: str = VOCABULARY, recorded: Mapping[str, str] | None = None
) -> Rulebook:
    """A rulebook without fault."""
    rulebook, faults = read(*pages, vocabulary=vocabulary, recorded=recorded)
    assert not faults, "\n".join(map(str, faults))
    return rulebook


def rules(text_of_rules: str, **head: object) -> Rulebook:
    """A rulebook of one page."""
    return law(page(text_of_rules, **head))  # type: ignore[arg-type]  # keys of a head


def value(rulebook: Rulebook, name: str, plain: object) -> Value:
    """What a plain value leaves possible of a fact or a norm."""
    spec: FactSpec | ColumnSpec | None
    spec = rulebook.vocabulary.fact_table().get(name.partition(" OF ")[0])
    if spec is None:
        columns = [c for item in rulebook.vocabulary.lists for c in item.columns]
        spec = next((c for c in columns if c.name == name), _NORM)
    return to_value(_loose(plain), spec)


def _loose(plain: object) -> LooseValue:
    match plain:
        case list():
            return tuple(str(item).lower() for item in plain)
        case bool() | int() | str():
            return plain
        case _:
            return str(plain)


@dataclass(slots=True, kw_only=True)
class Told:
    """Collects what a long run tells of its progress."""

    steps: list[str] = field(default_factory=list)

    def __call__(self, done: int, whole: int, what: str) -> None:
        """Note one step."""
        self.steps.append(f"{done}/{whole} {what}")
