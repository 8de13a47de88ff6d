"""What the surroundings say, read once: the day, folders, colour."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The surroundings of one run of the command line.

    `home` is the folder of the installation; None where there is none. `vault` is
    where a vault lies: there, or else among the user's data.
    """

    today: date
    cache: Path
    colour: bool
    home: Path | None = None
    vault: Path = field(default_factory=Path)


def read_settings() -> Settings:
    """Read the clock, the environment and the terminal; nothing else does."""
    environment: Mapping[str, str] = os.environ  # noqa: TID251 (the one place)
    home = environment.get("SAFECONDUCT_HOME", "")
    cache = environment.get("XDG_CACHE_HOME", "") or str(Path.home() / ".cache")
    own = environment.get("XDG_DATA_HOME", "") or str(Path.home() / ".local" / "share")
    return Settings(
        today=date.today(),  # noqa: DTZ011, TID251 (the helper's own calendar day)
        cache=Path(home) / "cache" if home else Path(cache) / "safeconduct",
        colour="NO_COLOR" not in environment and sys.stdout.isatty(),
        home=Path(home) if home else None,
        vault=Path(home) if home else Path(own) / "safeconduct",
    )


def minute() -> int:
    """Minutes since 1970, by the clock of the machine."""
    return int(time.time()) // 60  # noqa: TID251 (the one place)
