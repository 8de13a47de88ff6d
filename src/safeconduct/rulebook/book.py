"""From the texts of a folder of law to one rulebook; reading the disk is `app`'s."""

from datetime import date

from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.rulebook.law_text import LawTexts, whole_digest
from safeconduct.rulebook.link import link_faults
from safeconduct.rulebook.page import read_page
from safeconduct.rulebook.record import Page, Rulebook
from safeconduct.rulebook.vocabulary import read_vocabulary

# Of a file of the vocabulary, which holds many facts.
MAX_BYTES = 4 * 1024 * 1024


def read_rulebook(texts: LawTexts) -> Rulebook:
    """Read and link a rulebook.

    Raises:
        InputError: some text is at fault; every fault is listed.
    """
    rulebook, faults = try_rulebook(texts)
    if faults:
        raise InputError(faults)
    return rulebook


def try_rulebook(texts: LawTexts) -> tuple[Rulebook, tuple[Fault, ...]]:
    """Read and link as much as can be read, with every fault."""
    faults: list[Fault] = []
    vocabulary, lists = read_vocabulary(
        {name: _text(name, raw, faults) for name, raw in texts.vocabulary.items()}
    )
    faults.extend(fault for found in lists for fault in found.found)
    pages: list[Page] = []
    for name, raw in sorted(texts.pages.items()):
        page, found = read_page(raw, file=name)
        faults.extend(found)
        if page is not None:
            pages.append(page)
    if not pages and not faults:
        faults.append(Fault(file="law", what="There is no law page in this folder."))
    written = {page.file: texts.page_text(page.file) for page in pages}
    broken = {fault.file for fault in faults}
    faults.extend(link_faults(pages, vocabulary, written, broken=broken))
    rulebook = Rulebook(
        vocabulary=vocabulary,
        pages=tuple(pages),
        recorded=_with_defaults(_recorded(texts, faults), pages),
        digest=texts.digest(),
        vocabulary_digest=whole_digest(texts.vocabulary),
    )
    return rulebook, tuple(sorted(set(faults)))


def _text(name: str, raw: bytes, faults: list[Fault]) -> str:
    try:
        return decode_text(raw, file=name, most=MAX_BYTES)
    except InputError as error:
        faults.extend(error.faults)
        return ""


def _with_defaults(
    recorded: tuple[tuple[str, date], ...], pages: list[Page]
) -> tuple[tuple[str, date], ...]:
    """A page that no pack has recorded counts from the day its source was read."""
    read = {
        page.version(): max(source.read for source in page.sources) for page in pages
    }
    return tuple(sorted({**read, **dict(recorded)}.items()))


def _recorded(texts: LawTexts, faults: list[Fault]) -> tuple[tuple[str, date], ...]:
    """When each version was first recorded, as written by `law record`."""
    found = FaultList(
        file=texts.recorded_file,
        text=_text(texts.recorded_file, texts.recorded, faults),
    )
    content = read_toml(found)
    if content is None:
        faults.extend(found.found)
        return ()
    table = Table(content=content, path=(), faults=found)
    inner = table.table("recorded")
    days: tuple[tuple[str, date], ...] = ()
    if inner is not None:
        days = tuple((key, inner.day(key) or date.max) for key in inner.content)
    table.done()
    faults.extend(found.found)
    return days
