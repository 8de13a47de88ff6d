"""The one form of a pack; the vectors hold the hostile ones."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from safeconduct.sealing import archive as archive_module
from safeconduct.sealing.archive import is_allowed, read_archive, write_archive
from safeconduct.sealing.errors import Refusal, RefusedError
from tests.sealing.pack_kit import FILE, archive, pack, plain, zipped

FILES = pack()
GOOD = archive(FILES)


def kind(raw: bytes) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        read_archive(raw, file=FILE)
    assert str(caught.value).startswith(FILE)
    return caught.value.kind


def test_what_is_written_is_read_again() -> None:
    assert read_archive(GOOD, file=FILE) == FILES


def test_a_name_that_belongs_in_no_pack_is_told_in_part() -> None:
    """It may be anything, at any length."""
    raw = zipped([(plain("x" * 5000 + ".exe"), b"")])
    with pytest.raises(RefusedError) as caught:
        read_archive(raw, file=FILE)
    assert "x" * 59 + "…" in str(caught.value)
    assert "x" * 60 not in str(caught.value)


def test_the_order_of_files_changes_no_byte() -> None:
    assert write_archive(dict(reversed(list(FILES.items())))) == GOOD


@pytest.mark.parametrize(
    "name",
    [
        "page.md",
        "kz/stay.md",
        "a/b/c/deep.md",
        "vocabulary/core.toml",
        "holidays/DE-BY.toml",
        "help/groups.toml",
        "replay/first.toml",
        "terms.toml",
        "metadata/12.root.json",
        f"{'x' * 97}.md",
    ],
)
def test_a_file_of_a_rulebook_is_allowed(name: str) -> None:
    assert is_allowed(name)


@pytest.mark.parametrize(
    "name",
    [
        "kz/stay.toml",
        "metadata/page.md",
        "metadata/0.root.json",
        "metadata/1\u0663.root.json",
        "metadata/root.json",
        "holidays/a/DE.toml",
        "kz/.stay.md",
        "kz/stay.MD",
        "kz/stay.md\n",
        "kz/пребывание.md",
        "-x.md",
        f"{'x' * 98}.md",
    ],
)
def test_no_other_file_is(name: str) -> None:
    assert not is_allowed(name)


def test_too_many_bytes_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_BYTES", len(GOOD) - 1)
    assert kind(GOOD) is Refusal.TOO_LARGE


def test_the_most_that_is_allowed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_BYTES", len(GOOD))
    monkeypatch.setattr(archive_module, "MAX_ENTRIES", len(FILES))
    assert read_archive(GOOD, file=FILE) == FILES


def test_too_many_files_are_not_looked_at() -> None:
    raw = zipped([(plain(f"x{at}.md"), b"") for at in range(5001)])
    assert kind(raw) is Refusal.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "most"), [("x.md", 4 * 1024 * 1024), ("metadata/1.root.json", 1024 * 1024)]
)
def test_one_file_may_not_be_too_large(name: str, most: int) -> None:
    assert read_archive(write_archive({name: bytes(most)}), file=FILE)
    assert kind(write_archive({name: bytes(most + 1)})) is Refusal.TOO_LARGE


def test_files_that_share_their_bytes_are_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The table names one stretch of a thousand bytes three times.
    one = zipped([(plain("a.md"), bytes(1000))])
    table = one.index(b"PK\x01\x02")
    entry, end = one[table:-22], bytearray(one[-22:])
    entries = b"".join(entry.replace(b"a.md", name) for name in (b"a.md", b"b.md"))
    end[8:12] = bytes([2, 0, 2, 0])
    end[12:16] = len(entries).to_bytes(4, "little")
    raw = one[:table] + entries + bytes(end)
    assert kind(raw) in {Refusal.NOT_A_PACK, Refusal.NOT_PLAIN}
    monkeypatch.setattr(archive_module, "MAX_BYTES", 1500)
    assert kind(raw) is Refusal.TOO_LARGE


def test_an_encrypted_file_is_not_read() -> None:
    raw = bytearray(GOOD)
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert kind(bytes(raw)) is Refusal.NOT_A_PACK


def test_a_comment_is_not_carried() -> None:
    entry = plain("x.md")
    entry.comment = b"x"
    assert kind(zipped([(entry, b"")])) is Refusal.NOT_PLAIN


@given(
    at=st.integers(0, len(GOOD) - 1),
    length=st.integers(1, 40),
    new=st.binary(max_size=4),
)
def test_no_damage_goes_unseen_or_breaks_the_reader(
    at: int, length: int, new: bytes
) -> None:
    raw = GOOD[:at] + new + GOOD[at + length :]
    assume(raw != GOOD)
    with pytest.raises(RefusedError):
        read_archive(raw, file=FILE)
