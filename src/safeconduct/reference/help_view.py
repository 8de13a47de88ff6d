"""Who may help in a state: each warning before its contact (spec/help.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.base.text import Text
from safeconduct.rulebook.help import KINDS, Contact, Directory, Kind
from safeconduct.rulebook.help_list import KindList, contacts_in
from safeconduct.rulebook.record import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    """One contact; in full where it stands for the first time.

    `sources` are those that were read: what is from memory is nobody's to cite.
    """

    contact: Contact
    warnings: tuple[Text, ...]
    languages: tuple[Text, ...]
    sources: tuple[Source, ...]
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpKind:
    """All who give one kind of help; `gap` is said where nobody does."""

    id: Kind
    name: Text
    gap: Text | None
    rows: tuple[HelpRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """What a reader is shown of the help in a state: the advice first."""

    advice: tuple[Text, ...]
    kinds: tuple[HelpKind, ...]


def help_view(
    directory: Directory, code: str, *, guarded: bool, kinds: Sequence[Kind] = KINDS
) -> HelpView:
    """The help in a state; for a reader who is guarded nobody at all."""
    if guarded:
        return HelpView(advice=directory.advice_for("inside"), kinds=())
    shown: set[str] = set()
    return HelpView(
        advice=directory.advice_for("outside"),
        kinds=tuple(
            _kind(item, directory, shown)
            for item in contacts_in(directory, code, kinds=kinds)
        ),
    )


def _kind(item: KindList, directory: Directory, shown: set[str]) -> HelpKind:
    rows: list[HelpRow] = []
    for found in item.listed:
        contact = found.contact
        row = HelpRow(
            contact=contact,
            warnings=found.warnings,
            languages=tuple(directory.languages[at].name for at in contact.languages),
            sources=tuple(one for one in contact.sources if one.grade != "memory"),
            is_first=contact.id not in shown,
        )
        shown.add(contact.id)
        rows.append(row)
    return HelpKind(id=item.kind, name=item.name, gap=item.gap, rows=tuple(rows))
