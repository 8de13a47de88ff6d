"""How something of cases leaves the vault, and what has to be there before (§9).

This is the one way out in clear: exports, dossiers and action packs count together.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safeconduct.app.machine.file import check_place, write_whole
from safeconduct.app.vault.permission import act_of_export
from safeconduct.base.errors import Fault, InputError
from safeconduct.log.cases.case_work import covers, main_log
from safeconduct.log.entries.body import HandedOver
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, EntryId
from safeconduct.log.vault.standing import act_in, check
from safeconduct.log.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What lets cases leave: the consent of each person, all for one purpose."""

    purpose: str
    consents: Mapping[CaseId, EntryId]


def release(
    vault: Vault, cases: Collection[CaseId], scope: str, *, purpose: str, day: date
) -> Release:
    """See that cases may leave, before the work of making what is to leave.

    Raises:
        LogError: the member may not.
        InputError: they are too many for one person, or a consent is missing.
    """
    act_of_export(vault, cases, purpose=purpose)
    consents = {
        case: check_consent(vault, case, scope, purpose=purpose, day=day)
        for case in cases
    }
    return Release(purpose=purpose, consents=consents)


def take_out(
    vault: Vault,
    released: Release,
    content: bytes,
    *,
    out: Path,
    what: str,
    beside: AbstractContextManager[None],
) -> None:
    """Write something of cases into a file; `beside` makes what goes with it.

    The group is told before anything is there, so that a crash hides no export; each
    case is told when it is there.

    Raises:
        InputError: it cannot be written, or others left since and these are too many.
        LogError: it could not be told; then nothing is there.
    """
    check_place(out)
    act_in(vault, act_of_export(vault, released.consents, purpose=released.purpose))
    with beside:
        write_whole(out, content, durable=True)
        _record(vault, released, out=out, what=what)


def check_consent(
    vault: Vault, case: CaseId, scope: str, *, purpose: str, day: date
) -> EntryId:
    """The consent of the person that covers something on a day.

    Raises:
        LogError: the member may not.
        InputError: there is none, and how one is entered.
    """
    check(vault, "export", case)
    found = covers(vault, case, scope, purpose=purpose, day=day.isoformat())
    if found is not None:
        return found
    alias = vault.view(main_log(case)).alias()
    what = f"No consent of the person covers this: {scope}, for '{purpose}'."
    mend = (
        f"Ask the person. Then: safeconduct say '{alias}' --kind consent, with "
        f'scope = "{scope}" and purpose = "{purpose}" on standard input.'
    )
    raise InputError([Fault(file="vault", what=what, mend=mend)])


def _record(vault: Vault, released: Release, *, out: Path, what: str) -> None:
    """Write into each case that it left the vault; else the file is gone again.

    Raises:
        LogError: it could not be written.
    """
    try:
        for case, consent in released.consents.items():
            body = HandedOver(to=released.purpose, what=what, consent=consent)
            vault.append(main_log(case), body)
    except LogError:
        out.unlink(missing_ok=True)
        raise
