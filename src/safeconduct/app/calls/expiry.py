"""What a command about no case says once the law pack in use is good no longer.

An assessment warns by itself; spec/law-pack.md §9 asks it of every answer.
"""

from safeconduct.app.calls.call import Call
from safeconduct.assessment.caution import expired_text
from safeconduct.base.text import Text
from safeconduct.rulebook.force import has_expired
from safeconduct.rulebook.record import Rulebook


def expiry_warnings(call: Call, rulebook: Rulebook, effect: Text) -> tuple[Text, ...]:
    """The warning that the pack has expired, with its effect; none while it is good."""
    if not has_expired(rulebook, on=call.on, known_on=call.known_on):
        return ()
    return (expired_text(rulebook, effect),)
