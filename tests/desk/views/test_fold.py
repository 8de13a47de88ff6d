"""Long parts are folded under the lines that say what is below."""

from safeconduct.desk.views.fold import part_of
from safeconduct.dossier.record import Heading, Line, Prose, Section


def prose(text: str) -> Prose:
    return Prose(lines=(Line(text=text),))


def heading(text: str, level: int) -> Heading:
    return Heading(line=Line(text=text), level=level)


def test_each_finding_is_folded_and_nothing_is_lost() -> None:
    blocks = (
        prose("a"),
        heading("Danger", 2),
        heading("one", 3),
        prose("b"),
        prose("c"),
        heading("two", 3),
        heading("Protection", 2),
        prose("d"),
    )
    part = part_of(Section(title="Findings", blocks=blocks))
    assert [fold.line.text if fold.line else "" for fold in part.folds] == [
        "",
        "",
        "one",
        "two",
        "",
    ]
    kept = [block for fold in part.folds for block in fold.blocks]
    assert kept == [one for one in blocks if one not in {blocks[2], blocks[5]}]


def test_a_part_without_anything_has_no_folds() -> None:
    assert part_of(Section(title="-", blocks=())).folds == ()
