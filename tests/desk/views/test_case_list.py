"""The list of cases: newest first, by words, page by page."""

from safeconduct.desk.views.case_list import ON_A_PAGE, case_list
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.replay.list_row import ListRow


def row(number: int, alias: str = "", stage: str = "") -> ListRow:
    case = CaseId(number.to_bytes(16, "big"))
    log = LogName(case=case, compartment=Compartment.MAIN)
    return ListRow(
        log=log, alias=alias, stage=stage, day=20_000, entries=number, upto={}
    )


ROWS = [row(number) for number in range(2 * ON_A_PAGE + 1)]


def test_a_page_holds_so_many_and_the_last_the_rest() -> None:
    first, last = case_list(ROWS), case_list(ROWS, page=3)
    assert len(first.cases) == ON_A_PAGE
    assert (first.count, first.pages) == (len(ROWS), 3)
    assert [one.entries for one in last.cases] == [2 * ON_A_PAGE]


def test_a_page_that_is_not_there_is_the_nearest() -> None:
    assert case_list(ROWS, page=99).page == 3
    assert case_list(ROWS, page=-1).page == 1
    assert case_list([], page=5).pages == 1


def test_every_word_must_stand_in_alias_or_stage() -> None:
    rows = [row(1, "Сокол", "обжалование"), row(2, "Сокол", "ждёт"), row(3, "Ива")]
    found = case_list(rows, words="СОКОЛ обжал")
    assert [one.entries for one in found.cases] == [1]
