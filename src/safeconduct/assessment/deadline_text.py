"""What a deadline says of its own computation, in three languages.

Spec: spec/deadline.md §1, §10. Days are written as ISO days in every language.
"""

from collections.abc import Mapping
from datetime import date, datetime

from safeconduct.base.day import DayRange
from safeconduct.base.text import Text, same
from safeconduct.rulebook.length import Length, LengthUnit

_WEEKDAYS = (
    Text(en="Mon", ru="пн", fr="lun."),
    Text(en="Tue", ru="вт", fr="mar."),
    Text(en="Wed", ru="ср", fr="mer."),
    Text(en="Thu", ru="чт", fr="jeu."),
    Text(en="Fri", ru="пт", fr="ven."),
    Text(en="Sat", ru="сб", fr="sam."),
    Text(en="Sun", ru="вс", fr="dim."),
)
# English singular and plural; Russian one, few, many; French singular and plural.
_UNITS: Mapping[LengthUnit, tuple[str, str, str, str, str, str, str]] = {
    "hours": ("hour", "hours", "час", "часа", "часов", "heure", "heures"),
    "working days": (
        *("working day", "working days"),
        *("рабочий день", "рабочих дня", "рабочих дней"),
        *("jour ouvré", "jours ouvrés"),
    ),
    "days": ("day", "days", "день", "дня", "дней", "jour", "jours"),
    "weeks": ("week", "weeks", "неделя", "недели", "недель", "semaine", "semaines"),
    "months": ("month", "months", "месяц", "месяца", "месяцев", "mois", "mois"),
    "years": ("year", "years", "год", "года", "лет", "an", "ans"),
}


def text_of_length(length: Length) -> Text:
    """A length with its unit in the right form."""
    one, other, single, few, many, un, des = _UNITS[length.unit]
    count = abs(length.count)
    teen = count % 100 in range(11, 15)
    if count % 10 == 1 and not teen:
        russian = single
    else:
        russian = few if count % 10 in {2, 3, 4} and not teen else many
    return Text(
        en=f"{count} {one if count == 1 else other}",
        ru=f"{count} {russian}",
        fr=f"{count} {un if count == 1 else des}",
    )


def text_of_lengths(lengths: tuple[Length, ...]) -> Text:
    """Lengths that are added to each other."""
    parts = [text_of_length(length) for length in lengths]
    return Text(
        en=" + ".join(part.en for part in parts),
        ru=" + ".join(part.ru for part in parts),
        fr=" + ".join(part.fr for part in parts),
    )


def text_of_day(day: date) -> Text:
    """A day with its weekday."""
    week = _WEEKDAYS[day.weekday()]
    iso = day.isoformat()
    return Text(en=f"{week.en} {iso}", ru=f"{week.ru} {iso}", fr=f"{week.fr} {iso}")


def text_of_instant(instant: datetime) -> Text:
    """An instant with weekday and offset, to the minute."""
    week = _WEEKDAYS[instant.weekday()]
    form = instant.isoformat(sep=" ", timespec="minutes")
    return Text(en=f"{week.en} {form}", ru=f"{week.ru} {form}", fr=f"{week.fr} {form}")


def text_of_days(days: DayRange) -> Text:
    """A day known in full or in part."""
    if days.is_exact():
        return text_of_day(days.earliest)
    first, last = text_of_day(days.earliest), text_of_day(days.latest)
    return Text(
        en=f"{first.en} to {last.en}",
        ru=f"{first.ru} – {last.ru}",
        fr=f"{first.fr} au {last.fr}",
    )


def say(key: str, **parts: Text | str | int) -> Text:
    """The sentence of that key, with its parts in the same language."""
    template = SENTENCES[key]
    texts = {
        name: part if isinstance(part, Text) else same(str(part))
        for name, part in parts.items()
    }
    return Text(
        en=template.en.format(**{name: text.en for name, text in texts.items()}),
        ru=template.ru.format(**{name: text.ru for name, text in texts.items()}),
        fr=template.fr.format(**{name: text.fr for name, text in texts.items()}),
    )


SENTENCES: Mapping[str, Text] = {
    "start": Text(
        en="It starts on {day}.",
        ru="Начало: {day}.",
        fr="Départ : {day}.",
    ),
    "start_at": Text(
        en="It starts at {first}, at the latest at {last}.",
        ru="Начало: {first}, самое позднее {last}.",
        fr="Départ : {first}, au plus tard {last}.",
    ),
    "deemed": Text(
        en="{from_day} plus {length}: by the law it counts from {day}.",
        ru="{from_day} плюс {length}: по закону отсчёт идёт от {day}.",
        fr="{from_day} plus {length} : la loi fait partir le délai du {day}.",
    ),
    "not_before": Text(
        en="It cannot start before {day}.",
        ru="Отсчёт не может начаться раньше {day}.",
        fr="Le délai ne peut partir avant le {day}.",
    ),
    "early": Text(
        en="Early reading: {length}, {first}: {day}.",
        ru="Ранний отсчёт: {length}, {first}: {day}.",
        fr="Lecture au plus tôt : {length}, {first} : {day}.",
    ),
    "late": Text(
        en="Late reading: {length}, {first}: {day}.",
        ru="Поздний отсчёт: {length}, {first}: {day}.",
        fr="Lecture au plus tard : {length}, {first} : {day}.",
    ),
    "only": Text(
        en="{length}, {first}: {day}.",
        ru="{length}, {first}: {day}.",
        fr="{length}, {first} : {day}.",
    ),
    "excluded": Text(
        en="the first day is not counted",
        ru="первый день не считается",
        fr="le premier jour n'est pas compté",
    ),
    "counts": Text(
        en="the first day is day 1",
        ru="первый день – день 1",
        fr="le premier jour est le jour 1",
    ),
    "franc": Text(
        en="neither the first nor the last day is counted",
        ru="не считаются ни первый, ни последний день",
        fr="ni le premier ni le dernier jour ne comptent (délai franc)",
    ),
    "before": Text(
        en="counted back from that day",
        ru="отсчёт назад от этого дня",
        fr="en remontant à partir de ce jour",
    ),
    "paused": Text(
        en="Stopped on {day}; what is left ({left}) runs again from {until}: {end}.",
        ru="Приостановлен {day}; остаток ({left}) идёт снова с {until}: {end}.",
        fr="Suspendu le {day} ; le reste ({left}) court à nouveau du {until} : {end}.",
    ),
    "rolled_on": Text(
        en="{from_day} is not a working day: moved on to {day}.",
        ru="{from_day} – нерабочий день: перенос вперёд на {day}.",
        fr="{from_day} n'est pas un jour ouvré : reporté au {day}.",
    ),
    "rolled_back": Text(
        en="{from_day} is not a working day: act by {day}.",
        ru="{from_day} – нерабочий день: действуйте до {day} включительно.",
        fr="{from_day} n'est pas un jour ouvré : agir au plus tard le {day}.",
    ),
    "safe_person": Text(
        en="Safe day: {day}.",
        ru="Надёжный день: {day}.",
        fr="Jour sûr : {day}.",
    ),
    "safe_authority": Text(
        en="Do not say before the end of {day} that the authority is late.",
        ru="До конца дня {day} нельзя говорить, что орган опоздал.",
        fr="Ne pas dire avant la fin du {day} que l'autorité est en retard.",
    ),
    "elapsed": Text(
        en="{length}, hour by hour: {first}, at the latest {last}.",
        ru="{length}, час за часом: {first}, самое позднее {last}.",
        fr="{length}, d'heure à heure : {first}, au plus tard {last}.",
    ),
    "missing": Text(
        en="No day can be given: the day from which it runs is not known.",
        ru="День назвать нельзя: неизвестно, с какого дня идёт срок.",
        fr="Aucun jour ne peut être donné : le point de départ est inconnu.",
    ),
    "unsettled": Text(
        en="How it is counted is not settled by a primary source found: keep to "
        "the safe day; the last arguable day is {day}.",
        ru="Порядок отсчёта не подтверждён первоисточником: держитесь надёжного "
        "дня; последний спорный день – {day}.",
        fr="Le décompte n'est fixé par aucune source primaire trouvée : s'en tenir "
        "au jour sûr ; le dernier jour défendable est le {day}.",
    ),
    "uncertain_start": Text(
        en="The start is not known to the day: the earliest day is used.",
        ru="Начало известно не точно: взят самый ранний день.",
        fr="Le départ n'est pas connu au jour près : le plus tôt est retenu.",
    ),
    "frame": Text(
        en="Only the frame is known ({first} to {last}), not the number: the "
        "shortest is used. Read the decision.",
        ru="Известны только пределы ({first} – {last}), не само число: взят самый "
        "короткий срок. Читайте решение.",
        fr="Seul le cadre est connu ({first} à {last}), pas le nombre : le plus "
        "court est retenu. Lire la décision.",
    ),
    "deemed_earlier": Text(
        en="If a decision came earlier, the time runs from that day: say so.",
        ru="Если решение получено раньше, срок идёт с того дня: сообщите об этом.",
        fr="Si une décision est arrivée avant, le délai court de ce jour : le dire.",
    ),
    "no_holidays": Text(
        en="Public holidays of the place are not known here: weekends only.",
        ru="Праздники этого места здесь неизвестны: учтены только выходные.",
        fr="Les jours fériés du lieu sont inconnus ici : seuls les week-ends comptent.",
    ),
    "beyond_known": Text(
        en="Holidays are known only to {year}: check, and keep to the safe day.",
        ru="Праздники известны только до {year} года: проверьте и держитесь "
        "надёжного дня.",
        fr="Les jours fériés ne sont connus que jusqu'en {year} : vérifier, et s'en "
        "tenir au jour sûr.",
    ),
    "region_open": Text(
        en="Which region's holidays count is not known: every one was allowed for.",
        ru="Неизвестно, праздники какого региона действуют: учтены все.",
        fr="La région dont les jours fériés comptent est inconnue : toutes sont "
        "prises en compte.",
    ),
    "not_worked": Text(
        en="{day} is not a working day; the last working day before is {before}.",
        ru="{day} – нерабочий день; последний рабочий день перед ним – {before}.",
        fr="{day} n'est pas un jour ouvré ; le dernier jour ouvré avant est le "
        "{before}.",
    ),
    "receipt": Text(
        en="It must have ARRIVED by that day; posting it is not enough.",
        ru="Документ должен ПОСТУПИТЬ до конца этого дня; отправки недостаточно.",
        fr="L'envoi doit être ARRIVÉ ce jour-là ; le poster ne suffit pas.",
    ),
    "dispatch": Text(
        en="Sending it by that day is enough; keep the proof of sending.",
        ru="Достаточно отправить до конца этого дня; сохраните подтверждение отправки.",
        fr="L'envoyer ce jour-là suffit ; garder la preuve d'envoi.",
    ),
    "receipt_unknown": Text(
        en="Whether sending is enough is not known: let it arrive by that day.",
        ru="Неизвестно, достаточно ли отправки: пусть документ поступит до этого дня.",
        fr="On ignore si l'envoi suffit : faire arriver le document ce jour-là.",
    ),
    "pause_late": Text(
        en="The request that would stop the time came too late to stop it for sure.",
        ru="Просьба, которая останавливает срок, подана слишком поздно, чтобы "
        "остановить его наверняка.",
        fr="La demande qui suspend le délai est trop tardive pour le suspendre "
        "à coup sûr.",
    ),
    "pause_open": Text(
        en="The time is stopped and its end is open; {day} is the day if it ran "
        "again at once.",
        ru="Срок приостановлен, его конец открыт; {day} – день на случай, если "
        "он возобновится сразу.",
        fr="Le délai est suspendu, sa fin est ouverte ; {day} vaut s'il reprenait "
        "aussitôt.",
    ),
    "extension_open": Text(
        en="It may be longer by {length}; not sure: do not rely on it.",
        ru="Срок может быть длиннее на {length}; точно не известно: не "
        "рассчитывайте на это.",
        fr="Le délai peut être plus long de {length} ; pas sûr : ne pas s'y fier.",
    ),
    "danger": Text(
        en="DANGER: {what} Speak to counsel first.",
        ru="ОПАСНО: {what} Сначала поговорите с адвокатом.",
        fr="DANGER : {what} Parler d'abord à l'avocat.",
    ),
}
