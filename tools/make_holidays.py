"""Write law/holidays/*.toml from the `holidays` library (spec/deadline.md §11).

Run it from the root of the repository: `python tools/make_holidays.py 2026-11-22`, with
the day on which it is run. It is run once for each change; the tables are kept.
"""  # noqa: INP001 -- a script, no package

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import holidays

FIRST, LAST = 1997, 2030
PLAIN = "AT BE BG CA CH CZ DE EE ES FI FR HR IT LT LV NL NO PL RS US"
# Days moved or added by yearly decree, or that follow the moon: one year at a time.
BY_DECREE = "AM GE KG KZ TR"
MOVED = "Days are moved or added each year by decree; days by the moon are estimates."
EVES = "Midsummer Eve, Christmas Eve and New Year's Eve count as holidays."
REGIONS = {"DE": "", "CH": "", "ES": "MD", "GB": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One table to be written."""

    country: str
    region: str = ""
    categories: tuple[str, ...] = ("public",)
    known_until: int = LAST
    notes: str = ""

    def days(self) -> set[date]:
        """All holidays of the plan."""
        found = holidays.country_holidays(
            self.country,
            subdiv=self.region or None,
            years=range(FIRST, LAST + 1),
            categories=self.categories,
        )
        return set(found.keys())


def plans() -> Iterator[Plan]:
    """Every table but that of the British tribunal."""
    for country in PLAIN.split():
        yield Plan(country=country)
    for country in BY_DECREE.split():
        yield Plan(country=country, known_until=2026, notes=MOVED)
    yield Plan(country="GB", notes="Days common to the four nations only.")
    yield Plan(country="SE", categories=("public", "de_facto"), notes=EVES)
    for country, chosen in REGIONS.items():
        known = getattr(holidays, country).subdivisions
        for region in chosen.split() or [name for name in known if len(name) <= 3]:
            yield Plan(country=country, region=region)


def text_of(days: set[date], *, head: dict[str, str]) -> str:
    """The file of one table."""
    lines = [f"{key} = {value}" for key, value in head.items() if value]
    lines += ["", "[days]"]
    for year in range(FIRST, LAST + 1):
        listed = ", ".join(f'"{day:%m-%d}"' for day in sorted(days) if day.year == year)
        lines.append(f"{year} = [{listed}]")
    return "\n".join(lines) + "\n"


def head_of(plan: Plan, read: str) -> dict[str, str]:
    """The keys above the days."""
    source = f"python package holidays {version('holidays')}, {plan.country}"
    source += f" {plan.region}" if plan.region else ""
    return {
        "read": read,
        "source": f'"{source}, categories {", ".join(plan.categories)}"',
        "known_until": str(plan.known_until),
        "notes": f'"{plan.notes}"' if plan.notes else "",
        "adds_to": f'"{plan.country}"' if plan.region else "",
    }


def tribunal(read: str) -> str:
    """England's days and the five days that the Tribunal's rules leave out."""
    plan = Plan(
        country="GB",
        region="ENG",
        notes="27 to 31 December are no working days of the Tribunal (from memory).",
    )
    extra = {
        date(year, 12, 27) + timedelta(days=step)
        for year in range(FIRST, LAST + 1)
        for step in range(5)
    }
    head = head_of(plan, read) | {"adds_to": ""}
    return text_of(plan.days() | extra, head=head)


def main(read: str) -> None:
    """Write every table below law/holidays."""
    folder = Path("law/holidays")
    for plan in plans():
        days = plan.days()
        if plan.region:
            days -= Plan(country=plan.country).days()
        name = f"{plan.country}-{plan.region}" if plan.region else plan.country
        text = text_of(days, head=head_of(plan, read))
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "GB-FTT.toml").write_text(tribunal(read), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
