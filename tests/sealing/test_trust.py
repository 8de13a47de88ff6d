"""What an installation believes; the vectors hold the refusals."""

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import Fault, InputError
from safeconduct.sealing.errors import Refusal, RefusedError
from safeconduct.sealing.law_pack import draft, sign_pack, summary
from safeconduct.sealing.law_root import fingerprint, make_root, sign_root
from safeconduct.sealing.law_root import summary as root_summary
from safeconduct.sealing.metadata import MAX_KEYS, MAX_ROOTS, read_root
from safeconduct.sealing.signature import LawKey
from safeconduct.sealing.trust import (
    Seen,
    check_chain,
    check_first_root,
    check_next_root,
    verify,
)
from tests.sealing.pack_kit import (
    FILE,
    KEYS,
    LAST,
    LAW,
    ROOT,
    ROOT_LAST,
    TODAY,
    archive,
    edited,
    pack,
    part,
    root,
)

SEEN = Seen(root=ROOT)
FILES = pack()
ROLES = ("timestamp", "snapshot", "targets")
ALL_METADATA = sorted(name for name in FILES if name.startswith("metadata/"))
NO_HEX = {
    name: {**key, "keyval": {"public": "no key"}}
    for name, key in part(ROOT, "keys").items()
}


def test_a_good_pack_is_believed_and_remembered() -> None:
    files = pack(7)
    found = verify(files, SEEN, today=TODAY, file=FILE)
    assert (found.number, found.expires) == (7, LAST)
    assert found.seen.root == ROOT
    assert found.seen.timestamp == files["metadata/timestamp.json"]


def test_whoever_signs_first_the_bytes_are_the_same() -> None:
    assert archive(pack(by="ABC")) == archive(pack(by="CAB"))
    assert root(by="AB") == root(by="BA")
    assert root("ABC") == root("CBA")


def test_signing_twice_is_signing_once() -> None:
    assert pack(by="AAB") == pack(by="AB")


def test_a_root_is_trusted_only_if_two_of_its_own_keys_signed_it() -> None:
    check_first_root(ROOT, file=FILE)
    for by in ("", "A"):
        with pytest.raises(RefusedError) as caught:
            check_first_root(root(by=by), file=FILE)
        assert caught.value.kind is Refusal.BROKEN_CHAIN


def test_rotation_needs_old_keys_and_new_ones() -> None:
    second = root("CDE", by="ABCD", after=ROOT)
    check_next_root(second, ROOT, file=FILE)
    for by in ("AB", "DE", "ADE", "ABD"):
        with pytest.raises(RefusedError) as caught:
            check_next_root(root("DEF", by=by, after=ROOT), ROOT, file=FILE)
        assert caught.value.kind is Refusal.BROKEN_CHAIN


def test_the_same_root_again_is_no_rotation() -> None:
    with pytest.raises(RefusedError):
        check_next_root(ROOT, ROOT, file=FILE)


def test_a_chain_begins_at_the_first_root() -> None:
    second = root("CDE", by="ABCD", after=ROOT)
    check_chain([ROOT, second], file=FILE)
    for chain in ([], [second], [second, ROOT], [ROOT, ROOT]):
        with pytest.raises(RefusedError) as caught:
            check_chain(chain, file=FILE)
        assert caught.value.kind is Refusal.BROKEN_CHAIN


def test_a_pack_is_not_made_with_a_chain_that_is_not_signed() -> None:
    loose = root("CDE", by="C", after=ROOT)
    with pytest.raises(RefusedError):
        draft(LAW, [ROOT, loose], number=1, expires=LAST, file=FILE)


def test_no_foreign_file_is_packed() -> None:
    with pytest.raises(InputError, match=r"xx/run\.py: No file of this name"):
        draft({"xx/run.py": b""}, [ROOT], number=1, expires=LAST, file=FILE)


def test_nobody_signs_law_that_is_not_what_the_metadata_say() -> None:
    files = {**pack(by="A"), "xx/leave.md": b"other"}
    with pytest.raises(RefusedError) as caught:
        sign_pack(files, KEYS["B"], file=FILE)
    assert caught.value.kind is Refusal.ALTERED


def test_only_the_keys_that_count_sign() -> None:
    with pytest.raises(InputError, match="not among those"):
        sign_pack(pack(by=""), KEYS["F"], file=FILE)
    with pytest.raises(InputError, match="not among those"):
        sign_root(ROOT, KEYS["F"], after=b"", file=FILE)


def test_a_later_root_is_signed_beside_the_one_before_it() -> None:
    second = root("CDE", by="", after=ROOT)
    with pytest.raises(InputError, match="--after"):
        sign_root(second, KEYS["C"], after=b"", file=FILE)
    with pytest.raises(RefusedError, match="Root 2 is not the one before") as caught:
        sign_root(second, KEYS["C"], after=second, file=FILE)
    assert caught.value.kind is Refusal.BROKEN_CHAIN


def test_a_pack_tells_who_signed_it() -> None:
    found = summary(pack(3, by="B"), file=FILE)
    assert (found.number, found.expires, found.files) == (3, LAST, 2)
    assert (found.signed, found.unsigned) == (("desk B",), ("desk A", "desk C"))
    assert (found.missing, summary(pack(), file=FILE).missing) == (1, 0)


def test_who_signed_a_part_of_a_pack_only_has_not_signed_it() -> None:
    loose, files = pack(by=""), pack(by="A")
    for role in ROLES:
        name = f"metadata/{role}.json"
        found = summary({**files, name: loose[name]}, file=FILE)
        assert (found.signed, found.missing) == ((), 2)


def test_a_refusal_tells_who_has_signed_so_far() -> None:
    with pytest.raises(RefusedError, match=r"it has 1 \(desk A\)") as caught:
        verify(pack(by="A"), SEEN, today=TODAY, file=FILE)
    assert caught.value.kind is Refusal.UNSIGNED


def test_a_refusal_keeps_what_else_is_wrong() -> None:
    more = [Fault(file="x.md", what="This too.")]
    refused = RefusedError(Refusal.LAW, "That.", file=FILE, more=more)
    assert refused.more == tuple(more)
    assert [fault.file for fault in refused.faults] == [FILE, "x.md"]


def test_a_root_tells_who_signed_it_and_who_must() -> None:
    first = root_summary(root(by="A"), after=b"", file=FILE)
    assert (first.version, first.expires, first.missing) == (1, ROOT_LAST, 1)
    assert first.signed == ("desk A",)
    assert first.fingerprint == fingerprint(ROOT, file=FILE)
    second = root_summary(root("CDE", by="AC", after=ROOT), after=ROOT, file=FILE)
    assert (second.version, second.missing) == (2, 1)
    assert second.unsigned == ("desk B", "desk D", "desk E")


def test_a_fingerprint_speaks_of_the_keys_not_of_the_signatures() -> None:
    assert fingerprint(root(by=""), file=FILE) == fingerprint(ROOT, file=FILE)
    assert fingerprint(root("ABD"), file=FILE) != fingerprint(ROOT, file=FILE)


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="none"),
        pytest.param([KEYS["A"]], id="one"),
        pytest.param([KEYS["A"], KEYS["A"]], id="one twice"),
        pytest.param(
            [LawKey(name=f"d{n}", seed=bytes([n]) * 32) for n in range(MAX_KEYS + 1)],
            id="too many",
        ),
        pytest.param(
            [KEYS["A"], LawKey(name="desk A", seed=bytes(32))], id="one name for two"
        ),
    ],
)
def test_a_root_with_other_than_two_to_sixteen_different_keys_is_refused(
    keys: list[LawKey],
) -> None:
    public = [key.public() for key in keys]
    with pytest.raises(RefusedError) as caught:
        make_root(public, expires=ROOT_LAST, after=b"", file=FILE)
    assert caught.value.kind is Refusal.BAD_METADATA


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"version": 1.5}, id="a broken number"),
        pytest.param({"version": True}, id="no number"),
        pytest.param({"expires": "2028-11-23T12:00:00Z"}, id="not at midnight"),
        pytest.param({"expires": "0001-01-01T00:00:00Z"}, id="before all days"),
        pytest.param({"spec_version": "2.0"}, id="another framework"),
        pytest.param({"keys": {}}, id="no keys"),
        pytest.param({"keys": NO_HEX}, id="keys that are none"),
        pytest.param(
            {"keys": {**part(ROOT, "keys"), **dict(list(NO_HEX.items())[:1])}},
            id="one key that is none",
        ),
    ],
)
def test_metadata_that_are_not_plain_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as caught:
        read_root(edited(ROOT, **changed), file=FILE)
    assert caught.value.kind is Refusal.BAD_METADATA


JUNK = (b"", b"null", b"-1", b"1.5", b"[]", b"{}", b'"\\ud800"', b"[" * 9000, b'"x"')


@given(name=st.sampled_from(ALL_METADATA), data=st.data())
def test_metadata_that_strangers_wrote_never_break_the_reader(
    name: str, data: st.DataObject
) -> None:
    raw = FILES[name]
    marks = [at for at, sign in enumerate(raw) if sign in b':,"[]{}']
    start, end = sorted(data.draw(st.sampled_from(marks)) for _ in range(2))
    changed = raw[: start + 1] + data.draw(st.sampled_from(JUNK)) + raw[end:]
    with suppress(RefusedError):
        verify({**FILES, name: changed}, SEEN, today=TODAY, file=FILE)


def changed_and_signed(changes: dict[str, dict[str, object]]) -> dict[str, bytes]:
    """A pack of which roles were changed before they were signed."""
    files = pack(by="")
    for role, signed in changes.items():
        name = f"metadata/{role}.json"
        files[name] = edited(files[name], **signed)
    for key in "AB":
        files = sign_pack(files, KEYS[key], file=FILE)
    return files


@pytest.mark.parametrize(
    ("role", "named"), [("timestamp", "snapshot"), ("snapshot", "targets")]
)
def test_metadata_that_do_not_fit_a_hash_are_altered(role: str, named: str) -> None:
    meta = {f"{named}.json": {"version": 1, "length": 3}}
    with pytest.raises(RefusedError) as caught:
        verify(changed_and_signed({role: {"meta": meta}}), SEEN, today=TODAY, file=FILE)
    assert caught.value.kind is Refusal.ALTERED


@pytest.mark.parametrize("first", ROLES)
def test_a_pack_is_good_to_the_last_day_of_its_first_role(first: str) -> None:
    """By the day that is given, whatever a clock says."""
    later: dict[str, object] = {"expires": "2040-01-01T00:00:00Z"}
    files = changed_and_signed({role: later for role in ROLES if role != first})
    assert verify(files, SEEN, today=LAST, file=FILE).expires == LAST
    with pytest.raises(RefusedError) as caught:
        verify(files, SEEN, today=LAST + timedelta(days=1), file=FILE)
    assert caught.value.kind is Refusal.EXPIRED
    assert caught.value.lead.file == FILE


def test_no_pack_outlives_its_root() -> None:
    files = pack(expires=date(2040, 1, 1))
    verify(files, SEEN, today=ROOT_LAST, file=FILE)
    with pytest.raises(RefusedError) as caught:
        verify(files, SEEN, today=ROOT_LAST + timedelta(days=1), file=FILE)
    assert caught.value.kind is Refusal.EXPIRED


def test_the_newest_root_is_remembered_also_the_tenth() -> None:
    roots = [ROOT]
    while len(roots) < 11:
        roots.append(root(by="AB", after=roots[-1]))
    found = verify(pack(roots=roots), SEEN, today=TODAY, file=FILE)
    assert found.seen.root == roots[-1]


def test_there_are_as_many_roots_as_the_spec_allows_and_no_more() -> None:
    roots = [ROOT]
    while len(roots) < MAX_ROOTS:
        roots.append(root(by="AB", after=roots[-1]))
    check_chain(roots, file=FILE)
    with pytest.raises(RefusedError) as caught:
        check_chain([*roots, root(by="AB", after=roots[-1])], file=FILE)
    assert caught.value.kind is Refusal.BROKEN_CHAIN


@pytest.mark.parametrize("number", [2, MAX_KEYS])
def test_a_root_has_as_few_and_as_many_keys_as_the_spec_allows(number: int) -> None:
    keys = [LawKey(name=f"d{n}", seed=bytes([n]) * 32) for n in range(number)]
    public = [key.public() for key in keys]
    raw = make_root(public, expires=ROOT_LAST, after=b"", file=FILE)
    for key in keys[:2]:
        raw = sign_root(raw, key, after=b"", file=FILE)
    check_first_root(raw, file=FILE)


def test_all_metadata_name_one_version_of_the_framework() -> None:
    files = pack(roots=[root()])
    named = {json.loads(files[name])["signed"]["spec_version"] for name in ALL_METADATA}
    assert named == {"1.0.31"}


@pytest.mark.parametrize(("old", "new"), [(1, 7), (2, 3)])
def test_a_root_under_the_name_of_another_version_breaks_the_chain(
    old: int, new: int
) -> None:
    roots = (ROOT, root("BCD", by="ABCD", after=ROOT))[:old]
    files = pack(2, by="BC", roots=roots)
    files[f"metadata/{new}.root.json"] = files.pop(f"metadata/{old}.root.json")
    with pytest.raises(RefusedError) as caught:
        verify(files, SEEN, today=TODAY, file=FILE)
    assert caught.value.kind is Refusal.BROKEN_CHAIN
