"""Every parser of foreign bytes, by name.

The module of a target is loaded once it is asked for: the engine then watches only what
this target reaches, and begins at once.
"""

from collections.abc import Mapping
from importlib import import_module

from tests.fuzz.target import Target

NAMES_OF: Mapping[str, tuple[str, ...]] = {
    "base_target": ("parcels", "toml", "day", "text", "said"),
    "sealing_target": (
        "entry", "author", "padding", "row", "wrap", "grant", "card", "item", "handed",
        "invitation", "file", "backup", "box", "shares",
    ),
    "pack_target": (
        "archive", "metadata", "root", "pack", "law_key", "installed", "priors",
        "recorded",
    ),
    "law_target": (
        "page", "rules", "law", "vocabulary", "case_file", "decisions", "help",
        "holidays", "terms", "compiled",
    ),
    "log_target": (
        "frame", "body", "act", "words", "reading", "sheet", "bundle", "backup_content",
        "list_row", "invited", "relay_answer",
    ),
    "group_target": ("roster", "log_view", "case_of"),
    "desk_target": ("desk",),
    "store_target": ("store_file", "bag_file"),
    "relay_target": ("relay_bodies", "relay_bearer", "relay_app", "relay_http"),
}  # fmt: skip
NAMES = tuple(name for names in NAMES_OF.values() for name in names)


def targets_of(module: str) -> Mapping[str, Target]:
    """The targets that a module of this folder makes."""
    found: Mapping[str, Target] = import_module(f"tests.fuzz.{module}").TARGETS
    return found


def target_of(name: str) -> Target:
    """A target by its name."""
    (module,) = (module for module, names in NAMES_OF.items() if name in names)
    return targets_of(module)[name]
