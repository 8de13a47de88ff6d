"""From the text of a law page to its record (spec/law-page.md §3, §4, §8)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from safeconduct.base.day import Period, shift
from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import Text, same
from safeconduct.rulebook.block import Blocks, read_block
from safeconduct.rulebook.condition import Condition, Norm, Rule
from safeconduct.rulebook.condition_text import read_condition
from safeconduct.rulebook.incident import aging
from safeconduct.rulebook.line import StatementError
from safeconduct.rulebook.record import (
    TODAY,
    Bears,
    Grade,
    Page,
    PageKind,
    Source,
)
from safeconduct.rulebook.statement import read_statements

MAX_BYTES = 256 * 1024
_GRADES = ("primary", "official", "secondary", "weak", "memory")
_FENCE = re.compile(r"^```\s*([a-z]+)?\s*(.*?)\s*$")
_LAW_AGE = Period(count=730, unit="days")
_PRACTICE_AGE = Period(count=180, unit="days")
_TRANSLATED = ("ru", "fr")
_JURISDICTION = re.compile(r"INT|[A-Z]{2}")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fenced:
    kind: str
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    head: str
    prose: str
    blocks: tuple[_Fenced, ...]


def read_page(content: bytes, *, file: str) -> tuple[Page | None, tuple[Fault, ...]]:
    """Read one law page; None where it cannot be a page. All faults at once."""
    try:
        text = decode_text(content, file=file, most=MAX_BYTES)
    except InputError as error:
        return None, error.faults
    faults: list[Fault] = []
    parts = _split(text, file=file, faults=faults)
    if parts is None:
        return None, tuple(faults)
    head = FaultList(file=file, text=parts.head, first_line=2)
    table = read_toml(head)
    if table is None:
        return None, tuple(head.found)
    page = _head(Table(content=table, path=(), faults=head), file=file)
    faults.extend(head.found)
    if page is None:
        return None, tuple(faults)
    page = replace(page, prose=_prose(parts))
    return _with_blocks(page, parts.blocks, faults), tuple(faults)


def _split(text: str, *, file: str, faults: list[Fault]) -> _Parts | None:
    lines = text.split("\n")
    if lines[0].strip() != "+++" or "+++" not in (line.strip() for line in lines[1:]):
        what = "A page begins with a head between two lines of '+++'."
        faults.append(Fault(file=file, line=1, what=what))
        return None
    end = next(n for n in range(1, len(lines)) if lines[n].strip() == "+++")
    prose: list[str] = []
    blocks: list[_Fenced] = []
    number = end + 1
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence is None:
            prose.append(lines[number])
            number += 1
            continue
        close = number + 1
        while close < len(lines) and lines[close].strip() != "```":
            close += 1
        if close == len(lines):
            what = "This block is not closed by a line of three backticks."
            faults.append(Fault(file=file, line=number + 1, what=what))
        blocks.append(
            _Fenced(
                kind=fence[1] or "",
                id=fence[2],
                text="\n".join(lines[number + 1 : close]),
                line=number + 2,
            )
        )
        number = close + 1
    head = "\n".join(lines[1:end])
    return _Parts(head=head, prose="\n".join(prose).strip(), blocks=tuple(blocks))


def _head(table: Table, *, file: str) -> Page | None:
    page_id = table.string("id")
    if table.has_text("id") and not _ID.fullmatch(page_id):
        table.fault("id", "An id is lower-case words joined by dots.")
    kind = cast("PageKind", table.choice("kind", ("law", "practice", "axiom")))
    bears = cast(
        "Bears", table.choice("bears", ("protection", "permission", "danger", "duty"))
    )
    if not _JURISDICTION.fullmatch(table.string("jurisdiction")):
        what = "A jurisdiction is INT, EU or the two letters of a state."
        table.fault("jurisdiction", what)
    sources = tuple(read_source(inner) for inner in table.tables("sources"))
    read = [source.read for source in sources]
    if not read:
        table.fault("sources", "No source: a page needs at least one, with its day.")
        read = [date.min]
    age = _PRACTICE_AGE if kind == "practice" else _LAW_AGE
    half = replace(age, count=age.count // 2)
    review_by = table.day("review_by") or shift(max(read), half)
    page = Page(
        id=page_id,
        file=file,
        kind=kind,
        jurisdiction=table.string("jurisdiction"),
        bears=bears,
        dated_by=table.string("dated_by", TODAY),
        applies_from=table.day("applies_from"),
        applies_to=table.day("applies_to"),
        binds_from=table.day("binds_from"),
        span_from=table.day("span_from"),
        review_by=review_by,
        unusable_after=table.day("unusable_after")
        or max(shift(max(read), age), review_by),
        sources=sources,
        missing=_missing(table),
        conflicts_with=table.strings("conflicts_with"),
        counsel_only=table.boolean("counsel_only", default=False),
        only_origin=table.string("only_origin", ""),
        prose=same(""),
    )
    table.done()
    if page.applies_from and page.applies_to and page.applies_to < page.applies_from:
        table.fault("applies_to", "'applies_to' is earlier than 'applies_from'.")
    grades = {source.grade for source in sources}
    if grades and grades <= {"weak", "memory"} and not page.missing:
        table.fault("sources", "A weak source needs 'missing': what must be found.")
    return page if sources and page_id else None


def _missing(table: Table) -> tuple[Text, ...]:
    """What could not be found, in each language."""
    found = [inner.own_text() for inner in table.tables("missing")]
    return tuple(text for text in found if text is not None)


def _prose(parts: _Parts) -> Text:
    """The statement of the page: English below the head, the others in blocks."""
    words = {
        block.id: block.text.strip() for block in parts.blocks if block.kind == "prose"
    }
    return Text(
        en=parts.prose,
        ru=words.get("ru") or parts.prose,
        fr=words.get("fr") or parts.prose,
    )


def read_source(table: Table) -> Source:
    """Read one source, in the head of a page or beside a term."""
    read = table.day("read")
    if read is None and not table.has("read"):
        table.fault("read", "A source needs 'read', the day on which it was read.")
    source = Source(
        cite=table.string("cite"),
        place=table.string("place", ""),
        address=table.string("address", ""),
        read=read or date.min,
        grade=cast("Grade", table.choice("grade", _GRADES)),
    )
    table.done()
    return source


def _with_blocks(page: Page, fenced: tuple[_Fenced, ...], faults: list[Fault]) -> Page:
    blocks = Blocks()
    rules: list[Rule] = []
    norms: list[Norm] = []
    listed: dict[str, _Fenced] = {}
    for block in fenced:
        if block.kind == "prose":
            if block.id not in _TRANSLATED:
                what = (
                    "The prose below the head is 'en'; a prose block is 'ru' or 'fr'."
                )
                faults.append(Fault(file=page.file, line=block.line - 1, what=what))
            continue
        if block.kind == "rule":
            found, open_norms, wrong = read_statements(block.text, page=page.id)
            offset = len(rules)
            rules.extend(_moved(rule, page.id, offset, block.line) for rule in found)
            norms.extend(
                replace(norm, line=norm.line + block.line - 1) for norm in open_norms
            )
            faults.extend(
                Fault(
                    file=page.file,
                    line=error.line + block.line - 1,
                    column=error.column,
                    what=str(error),
                )
                for error in wrong
            )
            continue
        found_faults = FaultList(file=page.file, text=block.text, first_line=block.line)
        read_block(block.kind, block.id, page=page, faults=found_faults, into=blocks)
        faults.extend(found_faults.found)
        listed.setdefault(block.id, block)
    return replace(
        page,
        conditions=tuple(_conditions(blocks, listed, page.file, faults)),
        rules=tuple(rules),
        norms=tuple(norms),
        findings=tuple(blocks.findings),
        parameters=(*blocks.parameters, *aging(page.id, blocks.incidents)),
        incidents=tuple(blocks.incidents),
        state_notes=tuple(blocks.state_notes),
        deadlines=tuple(blocks.deadlines),
        clocks=tuple(blocks.clocks),
        burdens=tuple(blocks.burdens),
        notices=tuple(blocks.notices),
        cases=tuple(blocks.cases),
    )


def _conditions(
    blocks: Blocks, fenced: Mapping[str, _Fenced], file: str, faults: list[Fault]
) -> Iterator[tuple[str, Condition]]:
    """When the timed items and notices of a page are listed."""
    listed = (
        *((item.id, item.when) for item in blocks.deadlines),
        *((item.id, item.when) for item in blocks.clocks),
        *((item.id, item.listed_if) for item in blocks.notices),
    )
    for name, text in listed:
        if not text:
            continue
        try:
            yield name, read_condition(text)
        except StatementError as error:
            block = FaultList(
                file=file, text=fenced[name].text, first_line=fenced[name].line
            )
            block.add(("when",), str(error))
            faults.extend(block.found)


def _moved(rule: Rule, page: str, offset: int, first_line: int) -> Rule:
    """Number the rules of a second block on, and give lines of the file."""
    name = rule.id
    if name.startswith(f"{page}.") and offset:
        number, _, rest = name.removeprefix(f"{page}.").partition(".")
        if number.isdigit():
            name = f"{page}.{int(number) + offset}" + (f".{rest}" if rest else "")
    return replace(rule, id=name, line=rule.line + first_line - 1)
