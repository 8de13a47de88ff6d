"""What a clock says of its own computation, in three languages.

Spec: spec/deadline.md §12.
"""

from datetime import date

from safeconduct.assessment.deadline_text import text_of_day
from safeconduct.base.text import Text

_OPEN_LIST = Text(
    en="The list of stays is not known to be complete: more days may be used up.",
    ru="Список пребываний, возможно, неполный: могло быть использовано больше дней.",
    fr="La liste des séjours n'est peut-être pas complète : d'autres jours ont pu "
    "être utilisés.",
)


def clock_warnings(*, is_complete: bool, differ: bool, latest: int) -> tuple[Text, ...]:
    """What is to be said of a clock; `latest` is the ordinal of its latest end."""
    found = () if is_complete else (_OPEN_LIST,)
    if not differ:
        return found
    day = text_of_day(date.fromordinal(latest))
    readings = Text(
        en=f"Readings differ: the earliest is shown; by the latest, {day.en}.",
        ru=f"Толкования расходятся: показано самое раннее; самое позднее – {day.ru}.",
        fr=f"Les lectures diffèrent : la plus précoce est affichée ; la plus tardive "
        f"donne {day.fr}.",
    )
    return (*found, readings)
