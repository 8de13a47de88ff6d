"""Cases: where a line may stand, who is let in, what a consent covers."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import (
    covers,
    main_log,
    merge,
    new_case,
    say,
    share,
    split,
    unshare,
)
from safeconduct.log.entries.body import (
    ConsentGiven,
    Judged,
    Membership,
    Merged,
    Opened,
    Split,
    TextWritten,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import Town, whole_town

SPARROW = Opened(alias="Sparrow", languages=("ru",))
NOBODY = CaseId(b"?" * 16)
CONSENT = ConsentGiven(scope="dossier", purpose="Counsel  in Almaty", day="2026-01-01")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return whole_town(tmp_path)


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def part(case: CaseId, compartment: Compartment) -> LogName:
    return LogName(case=case, compartment=compartment)


def bodies(vault: Vault, log: LogName) -> list[Record]:
    return [item.body for item in vault.view(log).entries]


def refused(error: pytest.ExceptionInfo[LogError]) -> str:
    return error.value.kind


def test_who_opens_a_case_leads_it_unless_he_says_not(tmp_path: Path) -> None:
    vault = Town(folder=tmp_path).found().vault
    led = new_case(vault, SPARROW)
    lead = Membership(member=vault.me().member, leads=True)
    assert bodies(vault, main_log(led)) == [SPARROW, lead]
    line = TextWritten(text="one")
    other = new_case(vault, SPARROW, leads=False, bodies=[line])
    assert bodies(vault, main_log(other)) == [SPARROW, line]


def test_a_part_of_a_case_begins_with_what_the_case_is_called(town: Town) -> None:
    clara = vault_of(town, "clara")
    case = new_case(clara, SPARROW)
    papers, line = part(case, Compartment.PAPERS), TextWritten(text="a passport")
    name = say(clara, papers, line)
    assert bodies(clara, papers) == [Opened(alias="Sparrow"), line]
    assert clara.view(papers).entries[-1].id == name
    say(clara, papers, line)
    assert bodies(clara, papers)[1:] == [line, line]


def test_nothing_is_written_about_a_case_that_is_not_here(town: Town) -> None:
    clara = vault_of(town, "clara")
    for compartment in (Compartment.MAIN, Compartment.PAPERS):
        with pytest.raises(LogError) as error:
            say(clara, part(NOBODY, compartment), TextWritten(text="lost"))
        assert refused(error) == "not there"
        assert not clara.store.count(part(NOBODY, compartment))


def test_a_kind_is_written_only_where_it_is_looked_for(town: Town) -> None:
    clara = vault_of(town, "clara")
    case = new_case(clara, SPARROW)
    judged = Judged(norm="n", value="yes", by="clara", reasons="r")
    with pytest.raises(LogError, match="'judgement' stands in counsel,") as error:
        say(clara, main_log(case), judged)
    assert refused(error) == "misplaced"
    say(clara, part(case, Compartment.COUNSEL), judged)
    with pytest.raises(LogError, match="'consent' stands in main,"):
        say(clara, part(case, Compartment.PAPERS), CONSENT)


def test_who_may_not_write_a_part_writes_nothing_there(town: Town) -> None:
    boris = vault_of(town, "boris")
    case = new_case(boris, SPARROW)
    for compartment in (Compartment.PAPERS, Compartment.COUNSEL):
        with pytest.raises(LogError) as error:
            say(boris, part(case, compartment), TextWritten(text="x"))
        assert refused(error) == "not allowed"


def test_a_line_cites_its_own_part_and_those_below_it_alone(town: Town) -> None:
    clara = vault_of(town, "clara")
    case, other = new_case(clara, SPARROW), new_case(clara, Opened(alias="Finch"))
    main, counsel = main_log(case), part(case, Compartment.COUNSEL)
    told = say(clara, main, TextWritten(text="told"))
    secret = say(clara, counsel, TextWritten(text="secret", cites=(told,)))
    say(clara, counsel, TextWritten(text="more", cites=(secret, told)))
    say(clara, main, TextWritten(text="again", cites=(told,)))
    wrong = (
        (main, (told, secret), "misplaced"),
        (main_log(other), (told,), "misplaced"),
        (main, (told, EntryId(b"?" * 32)), "not there"),
    )
    for log, cites, kind in wrong:
        before = bodies(clara, log)
        with pytest.raises(LogError) as error:
            say(clara, log, TextWritten(text="x", cites=cites))
        assert refused(error) == kind
        assert bodies(clara, log) == before


def test_nobody_is_granted_what_the_granter_may_not_or_who_is_not_there(
    town: Town,
) -> None:
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    case = new_case(clara, SPARROW)
    papers, counsel = (
        part(case, Compartment.PAPERS),
        part(case, Compartment.COUNSEL),
    )
    say(clara, papers, TextWritten(text="a passport"))
    town.sync()
    member = boris.me().member
    tries: dict[str, tuple[Vault, LogName, str]] = {
        "not there": (clara, papers, "nobody"),
        "not allowed": (clara, counsel, member),
    }
    for kind, (vault, log, who) in tries.items():
        with pytest.raises(LogError) as error:
            share(vault, log, who, history=True)
        assert refused(error) == kind
    for log in (main_log(case), papers):
        with pytest.raises(LogError) as error:
            share(boris, log, member, history=True)
        assert refused(error) == "not allowed"
        with pytest.raises(LogError) as error:
            unshare(boris, log, member)
        assert refused(error) == "not allowed"


def test_who_was_granted_papers_lets_in_others_to_all_of_it_or_not_at_all(
    town: Town,
) -> None:
    """Without history a new key is needed, wrapped for a circle that he is not of."""
    town.sync()
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    papers = part(new_case(clara, SPARROW), Compartment.PAPERS)
    say(clara, papers, TextWritten(text="a passport"))
    share(clara, papers, boris.me().member, history=True)
    town.sync("clara", "boris")
    anna = vault_of(town, "anna").me().member
    with pytest.raises(LogError, match="newest key") as error:
        share(boris, papers, anna, history=False)
    assert refused(error) == "no key"
    name = share(boris, papers, anna, history=True)
    assert name in {item.id for item in boris.view(papers).entries}


def test_counsel_may_be_granted_a_log_of_counsel(town: Town) -> None:
    clara = vault_of(town, "clara")
    log = part(new_case(clara, SPARROW), Compartment.COUNSEL)
    say(clara, log, TextWritten(text="secret"))
    name = share(clara, log, clara.me().member, history=True)
    (found,) = [item for item in clara.view(log).entries if item.id == name]
    assert isinstance(found.body, Membership)
    assert found.body.grants


def test_merged_cases_say_so_in_both(town: Town) -> None:
    anna = vault_of(town, "anna")
    case, into = new_case(anna, SPARROW), new_case(anna, Opened(alias="Finch"))
    merge(anna, case, into, why="one person")
    assert bodies(anna, main_log(case))[-1] == Merged(
        other=into, into=True, why="one person"
    )
    assert bodies(anna, main_log(into))[-1] == Merged(
        other=case, into=False, why="one person"
    )


def test_what_is_split_off_stands_in_both_cases_and_the_first_says_so(
    town: Town,
) -> None:
    anna = vault_of(town, "anna")
    case = new_case(anna, SPARROW)
    hers = [TextWritten(text="his wife"), TextWritten(text="her paper")]
    names = [say(anna, main_log(case), body) for body in hers]
    say(anna, main_log(case), TextWritten(text="his own"))
    other = split(anna, case, Opened(alias="Finch"), names)
    lead = Membership(member=anna.me().member, leads=True)
    assert bodies(anna, main_log(other)) == [Opened(alias="Finch"), lead, *hers]
    found = bodies(anna, main_log(case))
    assert found[-1] == Split(other=other, entries=tuple(names))
    assert set(map(repr, hers)) <= set(map(repr, found))


def test_what_cannot_be_split_off_makes_no_case(town: Town) -> None:
    anna = vault_of(town, "anna")
    case = new_case(anna, SPARROW)
    told = say(anna, main_log(case), TextWritten(text="told"))
    attach(
        anna, main_log(case), io.BytesIO(b"jpg"), length=3, kind="image/jpeg", title=""
    )
    kept = anna.view(main_log(case)).entries[-1].id
    for name, kind in ((kept, "misplaced"), (EntryId(b"?" * 32), "not there")):
        with pytest.raises(LogError) as error:
            split(anna, case, Opened(alias="Finch"), [told, name])
        assert refused(error) == kind
    assert [row.alias for row in anna.cases()] == ["Sparrow"]


COVERS: dict[str, tuple[ConsentGiven, bool]] = {
    "the same": (CONSENT, True),
    "the same in other letters": (
        replace(CONSENT, purpose=" counsel in\tALMATY "),
        True,
    ),
    "another purpose": (replace(CONSENT, purpose="authority"), False),
    "another scope": (replace(CONSENT, scope="files"), False),
    "till that day": (replace(CONSENT, until="2026-03-15"), True),
    "till the day before": (replace(CONSENT, until="2026-03-14"), False),
    "till the end of that month": (replace(CONSENT, until="2026-03"), True),
    "till the end of the month before": (replace(CONSENT, until="2026-02"), False),
    "till no day": (replace(CONSENT, until="spring"), False),
    "withdrawn": (replace(CONSENT, withdrawn=True), False),
}


@pytest.mark.parametrize(("given", "counts"), COVERS.values(), ids=COVERS)
def test_a_consent_covers_its_scope_and_purpose_till_its_last_day(
    tmp_path: Path, given: ConsentGiven, *, counts: bool
) -> None:
    vault = Town(folder=tmp_path).found().vault
    case = new_case(vault, SPARROW)
    name = say(vault, main_log(case), given)
    found = covers(
        vault, case, "dossier", purpose="counsel in almaty", day="2026-03-15"
    )
    assert found == (name if counts else None)


def test_a_consent_that_was_withdrawn_covers_nothing_nor_does_its_end(
    tmp_path: Path,
) -> None:
    vault = Town(folder=tmp_path).found().vault
    case = new_case(vault, SPARROW)
    first = say(vault, main_log(case), CONSENT)
    say(vault, main_log(case), replace(CONSENT, withdraws=(first,)))
    asked = {"purpose": "counsel in almaty", "day": "2026-03-15"}
    assert covers(vault, case, "dossier", **asked) is None
    again = say(vault, main_log(case), CONSENT)
    assert covers(vault, case, "dossier", **asked) == again
