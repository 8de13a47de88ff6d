"""The groups under which facts are printed, by the first word of their names."""

from collections.abc import Mapping

GROUP_ORDER = (
    "person", "place", "service", "refusal", "pursuit", "papers", "acts", "other",
)  # fmt: skip
_WORDS: Mapping[str, str] = {
    "person": "person family relative relatives second",
    "place": "place held stay work claim",
    "service": "service",
    "refusal": "refusal absence injury order aim weapon callup objection alternative "
    "discharge",
    "pursuit": "case wanted sentence opposition illtreated threats politically",
    "papers": "left passport",
    "acts": "acts",
}
_GROUPS: Mapping[str, str] = {
    word: group for group, words in _WORDS.items() for word in words.split()
}


def group_of(name: str) -> str:
    """The group of a fact's name."""
    if name == "left.in_group":
        return "refusal"
    return _GROUPS.get(name.split(".", maxsplit=1)[0], "other")
