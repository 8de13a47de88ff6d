"""Who takes many cases out has asked, and a second person has allowed it (§9)."""

from collections.abc import Collection

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.log.entries.act import Exported
from safeconduct.log.name import CaseId
from safeconduct.log.roster.roster import MANY_CASES
from safeconduct.log.vault.vault import Vault


def act_of_export(vault: Vault, cases: Collection[CaseId], *, purpose: str) -> Exported:
    """The act by which cases leave: under what was allowed, if they are many.

    What this member took out in the 24 hours before counts together with them.

    Raises:
        InputError: nobody has allowed so many for that, or it is used up.
    """
    member, now = vault.me().member, vault.around.minute()
    whole = tuple(sorted(cases))
    day = vault.roster.taken_out(member, now)
    if len(day | set(whole)) <= MANY_CASES:
        return Exported(cases=whole)
    allowed = vault.roster.permissions(member, len(whole))
    fit = [name for name, asked in allowed.items() if asked.purpose == purpose]
    if fit:
        least = min(fit, key=lambda name: (allowed[name].cases, name))
        return Exported(cases=whole, request=(least,))
    what = (
        f"More than {MANY_CASES} cases in 24 hours leave only if a second person allows"
        f" it, each time; yours in these hours: {len(day)}."
    )
    mend = f"Ask: safeconduct export --ask {len(whole)} --for '{purpose}'"
    known = nearest(purpose, (asked.purpose for asked in allowed.values()))
    raise InputError([Fault(file="vault", what=what, mend=known or mend)])
