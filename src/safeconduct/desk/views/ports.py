"""What the desk takes from outside."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.assess import Books
from safeconduct.base.text import Language
from safeconduct.log.vault.vault import Vault
from safeconduct.rulebook.record import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the desk takes from outside.

    `unlock` opens the vault with a passphrase, `books` is the law on a day, `seconds`
    a clock that never goes back, `leave` ends the process that holds the keys, `told`
    is a refusal of ours in a language.
    """

    unlock: Callable[[str], AbstractContextManager[Vault]]
    rulebook: Callable[[], Rulebook]
    books: Callable[[date], Books]
    today: Callable[[], date]
    seconds: Callable[[], float]
    leave: Callable[[], None]
    told: Callable[[str, Language], str]
