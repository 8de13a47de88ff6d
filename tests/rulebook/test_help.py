"""The directory of help: what stands in it, and what is refused."""

import pytest

from safeconduct.rulebook.help import KINDS, Directory, read_help
from safeconduct.rulebook.help_list import contacts_in, warnings_of
from tests.rulebook.page_kit import SOURCE, TITLE

COUNTRIES = ("RU", "KZ", "KG")
LABELS = ("banned", "listed")
MEMORY = '{ cite = "Notes", read = 2026-01-02, grade = "memory" }'
NOT_FOUND = 'state = "not_found"\nas_of = 2026-01-03'
DESIGNATED = (
    f'state = "designated"\nsince = "2024-02"\nas_of = 2026-01-03\nsources = [{SOURCE}]'
)
UNKNOWN = "".join(f"[contact.status.{label}]\n{NOT_FOUND}\n" for label in LABELS)


def words() -> str:
    """The words and labels that the contacts of these tests use."""
    kinds = (f'[[kind]]\nid = "{kind}"\nname = {TITLE}\n' for kind in KINDS)
    labels = (
        f'[[label]]\nid = "{label}"\nname = {{ en = "{label}", ru = "б", fr = "c" }}\n'
        f"means = {TITLE}\ncontact = {TITLE}\nas_of = 2026\nsources = [{SOURCE}]\n"
        for label in LABELS
    )
    language = f'[[language]]\nid = "ru"\nname = {TITLE}\n'
    return f"version = 1\n{''.join(kinds)}{''.join(labels)}{language}"


def contact(name: str = "helper", *, status: str = UNKNOWN, **keys: str) -> str:
    """One contact; a keyword gives a key as it is written in TOML, empty leaves it."""
    usual = {
        "id": f'"{name}"',
        "name": f'{{ en = "{name}", ru = "б", fr = "c" }}',
        "kinds": '["legal"]',
        "serves": '["KZ"]',
        "sources": f"[{SOURCE}]",
        "note": TITLE,
    }
    lines = (f"{key} = {value}\n" for key, value in {**usual, **keys}.items() if value)
    return f"[[contact]]\n{''.join(lines)}{status}"


def read(*contacts: str) -> tuple[Directory, list[str]]:
    """What the reader makes of some contacts and the words."""
    texts = {"help/a.toml": f"version = 1\n{''.join(contacts)}", "help/b.toml": words()}
    directory, faults = read_help(texts, countries=COUNTRIES)
    return directory, [str(fault) for fault in faults]


def test_a_contact_is_what_its_table_says() -> None:
    channel = '{ en = "site", ru = "сайт", fr = "site" }'
    more = {"channel": channel, "checked": '"2025-11"', "languages": '["ru"]'}
    directory, faults = read(contact(**more))
    assert not faults
    (item,) = directory.contacts.values()
    assert (item.kinds, item.serves, item.languages) == (("legal",), ("KZ",), ("ru",))
    assert str(item.checked) == "2025-11"
    assert item.channel is not None
    assert item.channel.ru == "сайт"


def test_what_is_not_written_was_not_found() -> None:
    (item,) = read(contact())[0].contacts.values()
    assert (item.channel, item.checked, item.languages) == (None, None, ())


def test_no_file_is_an_empty_directory() -> None:
    directory, faults = read_help({}, countries=COUNTRIES)
    assert not directory.contacts
    assert not faults


HALF = f"[contact.status.banned]\n{NOT_FOUND}\n"
REFUSED = {
    "no status": (contact(status=""), "a.toml:2:1: The status in Russia is missing."),
    "a label without a status": (contact(status=HALF), "'listed' is missing"),
    "a status of no label": (
        contact(status=f"{UNKNOWN}[contact.status.lsited]\n{NOT_FOUND}\n"),
        "'lsited' is not known here. Did you mean 'listed'?",
    ),
    "a state that there is not": (
        contact(status=UNKNOWN.replace("not_found", "free")),
        "'state' is 'free'",
    ),
    "a status without a day": (
        contact(status=UNKNOWN.replace("as_of = 2026-01-03", "")),
        "'as_of' is missing",
    ),
    "a designation without a source": (
        contact(status=UNKNOWN.replace("not_found", "designated")),
        "A source is missing.",
    ),
    "a source for what was not found": (
        contact(
            status=UNKNOWN.replace(NOT_FOUND, f"{NOT_FOUND}\nsources = [{SOURCE}]")
        ),
        "What was not found has neither a day nor a source.",
    ),
    "no source": (contact(sources="[]"), "A source is missing."),
    "a source without a day read": (
        contact(sources='[{ cite = "x", grade = "official" }]'),
        "the day on which it was read",
    ),
    "a channel from memory": (
        contact(sources=f"[{MEMORY}]", channel=TITLE),
        "A channel known from memory only is not given.",
    ),
    "a text that lacks a language": (
        contact(note='{ en = "a", ru = "б" }'),
        "The text is missing in 'fr'.",
    ),
    "no kind": (contact(kinds="[]"), "'kinds' is missing or empty."),
    "a kind that there is not": (
        contact(kinds='["leagl"]'),
        "No kind of help is called 'leagl'. Did you mean 'legal'?",
    ),
    "a country that there is not": (
        contact(serves='["XX"]'),
        "No country is called 'XX'.",
    ),
    "a language that there is not": (
        contact(languages='["xx"]'),
        "No language is called 'xx'.",
    ),
    "a key that there is not": (contact(chanel=TITLE), "'chanel' is not known here."),
    "one id twice": (contact() + contact(), "'helper' stands twice."),
    "an id of two words": (contact("two words"), "An id is one lower-case word."),
    "an empty id": (contact(""), "An id is one lower-case word."),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_file_and_line(text: str, said: str) -> None:
    faults = read(text)[1]
    assert any(said in fault and "help/a.toml:" in fault for fault in faults), faults


def test_an_id_that_stands_in_two_files_is_refused() -> None:
    texts = {f"help/{name}.toml": contact() for name in "ab"} | {"help/c.toml": words()}
    faults = read_help(texts, countries=COUNTRIES)[1]
    assert [fault.file for fault in faults] == ["help/b.toml"]


def test_a_file_that_is_no_toml_is_one_fault() -> None:
    texts = {"help/a.toml": "=", "help/b.toml": words()}
    (fault,) = read_help(texts, countries=COUNTRIES)[1]
    assert fault.what.startswith("This is not TOML")


def test_another_version_is_refused() -> None:
    text = words().replace("version = 1", "version = 2")
    (fault,) = read_help({"help/b.toml": text}, countries=COUNTRIES)[1]
    assert "version 1 only" in fault.what


def test_a_kind_without_words_is_refused() -> None:
    text = words().replace('id = "press"', 'id = "pres"')
    faults = read_help({"help/b.toml": text}, countries=COUNTRIES)[1]
    assert "Did you mean 'press'?" in faults[0].mend


def test_every_kind_of_help_must_be_declared() -> None:
    faults = read_help({"help/b.toml": "version = 1\n"}, countries=COUNTRIES)[1]
    assert len(faults) == len(KINDS)


def test_the_nearest_comes_first_then_the_name() -> None:
    directory, _ = read(
        contact("any", serves='["any"]'),
        contact("both", serves='["KG", "KZ"]'),
        contact("zoe"),
        contact("abe"),
        contact("elsewhere", serves='["KG"]'),
    )
    legal = contacts_in(directory, "KZ")[0]
    assert [item.contact.id for item in legal.listed] == ["abe", "zoe", "both", "any"]


def test_what_is_from_memory_only_is_never_listed() -> None:
    directory, _ = read(contact(sources=f"[{MEMORY}]"))
    assert not contacts_in(directory, "KZ")[0].listed
    assert contacts_in(directory, "KZ")[0].gap is not None


def test_only_the_kinds_that_were_asked_for_are_listed() -> None:
    directory, _ = read(contact())
    assert [item.kind for item in contacts_in(directory, "KZ", kinds=("press",))] == [
        "press"
    ]


def _warnings(status: str) -> list[str]:
    directory, faults = read(contact(status=status))
    assert not faults
    (item,) = directory.contacts.values()
    return [text.en for text in warnings_of(item, directory)]


def test_a_designation_is_told_with_its_day_and_its_source() -> None:
    heavy = (
        f"[contact.status.banned]\n{DESIGNATED}\n[contact.status.listed]\n{NOT_FOUND}\n"
    )
    first, second = _warnings(heavy)
    assert (
        first == "Listed in Russia as banned since 2024-02 (Act 1; read 2026-01-02): a."
    )
    assert second.startswith(
        "Unknown whether Russia lists it (listed): not found up to"
    )


def test_a_designation_whose_day_was_not_found_says_so() -> None:
    status = DESIGNATED.replace('since = "2024-02"\n', "")
    both = "".join(f"[contact.status.{label}]\n{status}\n" for label in LABELS)
    assert all("since a day that was not found" in text for text in _warnings(both))


def test_what_was_lifted_is_warned_of_still() -> None:
    status = DESIGNATED.replace("designated", "lifted")
    both = "".join(f"[contact.status.{label}]\n{status}\n" for label in LABELS)
    assert all("lifted since 2024-02" in text for text in _warnings(both))


def test_what_was_not_found_is_called_unknown_and_never_free() -> None:
    (text,) = _warnings(UNKNOWN)
    assert "banned; listed" in text
    assert "Unknown is not free" in text


def test_without_labels_no_contact_is_taken_for_free() -> None:
    text = words()
    start, end = text.index("[[label]]"), text.index("[[language]]")
    texts = {
        "help/a.toml": f"version = 1\n{contact(status='[contact.status]')}",
        "help/b.toml": text[:start] + text[end:],
    }
    (fault,) = read_help(texts, countries=COUNTRIES)[1]
    assert "No label is declared" in str(fault)
