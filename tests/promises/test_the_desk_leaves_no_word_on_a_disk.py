"""Promise: what is read and written at the desk stands on no disk but sealed."""

from pathlib import Path

from tests.app.call_kit import start
from tests.app.desk.browser_kit import come_in, ticket_of
from tests.app.desk_kit import WORDS, Group
from tests.promises.kept import ROOT, must_fail

CANARY = "Завтра в полдень у старой мельницы"
# What a careless press would do.
SPOOLS = """
import tempfile
from safeconduct.desk.pages import press
printed = press.Press.page
def spooled(self, *args, **shows):
    page = printed(self, *args, **shows)
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(page)
    return page
press.Press.page = spooled
"""


def no_word_is_on_a_disk(group: Group, name: str, *, planted: str = "") -> None:
    anna = group.founder(name)
    anna.does("case", "new", "--from", ROOT / "cases" / "farhad.toml")
    place = group.folder / f"{name}-tmp"
    place.mkdir()
    process = start(
        "desk",
        "--no-browser",
        home=anna.home,
        code=planted,
        more={"TMPDIR": str(place)},
    )
    try:
        with come_in(ticket_of(process)) as client:
            client.post("/unlock", data={"passphrase": WORDS})
            path = client.get("/cases").text.split('href="/case/')[1].partition('"')[0]
            client.post(f"/case/{path}/note", data={"text": CANARY})
            assert CANARY in client.get(f"/case/{path}").text
            client.post("/cases", data={"words": CANARY})
    finally:
        process.kill()
        process.communicate(timeout=60)
    found = [path for folder in (place, anna.home) for path in folder.rglob("*")]
    assert any(path.name == "vault.db" for path in found)
    assert not [path for path in found if path.is_file() and _tells(path)]


def _tells(path: Path) -> bool:
    content = path.read_bytes()
    return any(word.encode() in content for word in (CANARY, "Farhad", WORDS))


def test_the_desk_leaves_no_word_on_a_disk(group: Group) -> None:
    no_word_is_on_a_disk(group, "anna")


def test_it_does_where_pages_are_spooled(group: Group) -> None:
    must_fail(lambda: no_word_is_on_a_disk(group, "boris", planted=SPOOLS))
