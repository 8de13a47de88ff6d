"""What is to leave a vault: cases whose people agree to it."""

from tests.app.call_kit import CASES
from tests.app.desk_kit import Group, Member

PURPOSE = "asylum office"
EXPORT: tuple[str, ...] = ("export", "Sparrow", "--for", PURPOSE, "-o")


def sparrow(group: Group) -> Member:
    """A founder with the case of a story."""
    anna = group.founder()
    anna("case", "new", "--from", CASES / "sparrow.toml")
    return anna


def consent(desk: Member, scope: str, purpose: str, more: str = "") -> str:
    """Enter that the person agreed; the entry's digits."""
    said = f'scope = "{scope}"\npurpose = "{purpose}"\n{more}'
    printed = desk.does("say", "Sparrow", "--kind", "consent", said=said)
    return printed.split()[-1]


def ready(desk: Member, count: int) -> list[str]:
    """So many cases whose people agree to be taken out."""
    names = [f"Case {at}" for at in range(count)]
    for name in names:
        desk.does("case", "new", "--alias", name)
        said = f'scope = "export"\npurpose = "{PURPOSE}"\n'
        desk.does("say", name, "--kind", "consent", said=said)
    return names
