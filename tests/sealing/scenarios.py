"""The generator of `vectors/law-pack`: every way in which a pack is good or refused.

`python -m tests.sealing.scenarios` writes those that are not there yet; what is there
is frozen and never written again.
"""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from safeconduct.app.books.pack_store import Installed
from tests.rulebook.page_kit import finding, head, rules
from tests.sealing.pack_kit import (
    LAST,
    LAW,
    PAGE,
    ROOT,
    TODAY,
    Scenario,
    after,
    archive,
    edited,
    pack,
    part,
    plain,
    root,
    zipped,
)

FOLDER = Path(__file__).parents[2] / "vectors" / "law-pack"
GOOD, SECOND = pack(), pack(2)
TIMESTAMP, SNAPSHOT = "metadata/timestamp.json", "metadata/snapshot.json"
TARGETS = "metadata/targets.json"
FRESH = after()
ONE_SEEN = after(GOOD)


def _one(
    expect: str,
    section: str,
    comment: str,
    files: Mapping[str, bytes] | bytes,
    state: Installed = FRESH,
    today: date = TODAY,
) -> Scenario:
    raw = files if isinstance(files, bytes) else archive(files)
    return Scenario(
        expect=expect,
        section=section,
        comment=comment,
        raw=raw,
        state=state,
        today=today,
    )


def good() -> Iterator[tuple[str, Scenario]]:
    """Packs that are installed."""
    yield "first", _one("installed", "§5", "the first pack", GOOD)
    yield "next", _one("installed", "§5", "a pack after another", SECOND, ONE_SEEN)
    last = LAST
    yield "last-day", _one("installed", "§2", "on its last day", GOOD, today=last)
    text = "signed by all three keys"
    yield "three-signatures", _one("installed", "§1", text, pack(by="ABC"))
    text = "the pack seen last has expired: it still counts, and a newer one is taken"
    newer = pack(2, expires=date(2027, 9, 1))
    late = date(2027, 5, 1)
    yield "after-expiry", _one("installed", "§5", text, newer, ONE_SEEN, late)


def rotations() -> Iterator[tuple[str, Scenario]]:
    """Roots that follow each other, and some that do not."""
    second = root("BCD", by="ABCD", after=ROOT)
    third = root("CDE", by="BCDE", after=second)
    text = "an installation that slept through two rotations"
    sealed = pack(2, by="DE", roots=(ROOT, second, third))
    yield "rotated", _one("installed", "§6", text, sealed, ONE_SEEN)
    text = "a root between has expired; the newest has not"
    short = root("BCD", by="ABCD", after=ROOT, expires=TODAY.replace(day=1))
    again = root("BCD", by="BC", after=short)
    sealed = pack(2, by="BC", roots=(ROOT, short, again))
    yield "expired-between", _one("installed", "§6", text, sealed, ONE_SEEN)
    text = "a stolen pair signed an enormous number; new keys recover"
    stolen = after(pack(10**9))
    fresh = root("DEF", by="ABDE", after=ROOT)
    recovered = pack(2, by="DE", roots=(ROOT, fresh))
    yield "recovered", _one("installed", "§6", text, recovered, stolen)
    text = "a key that was withdrawn signs a pack under the new root"
    withdrawn = dict(pack(2, by="BC", roots=(ROOT, second)))
    foreign = pack(2, by="AB")
    withdrawn.update({name: foreign[name] for name in (TARGETS, SNAPSHOT, TIMESTAMP)})
    yield "withdrawn-key", _one("unsigned", "§6", text, withdrawn)
    yield from _broken_chains(second, third)


def _broken_chains(second: bytes, third: bytes) -> Iterator[tuple[str, Scenario]]:
    name = "metadata/2.root.json"
    whole = pack(2, by="DE", roots=(ROOT, second, third))
    gap = {path: raw for path, raw in whole.items() if path != name}
    text = "root 2 is left out"
    yield "root-skipped", _one("broken-chain", "§6", text, gap)
    renamed = {**gap, name: third}
    del renamed["metadata/3.root.json"]
    text = "root 3 stands under the name of root 2"
    yield "root-renamed", _one("broken-chain", "§6", text, renamed)
    own = root("CDE", by="CDE", after=ROOT)
    text = "one old key alone signed the new root"
    yield "one-old-key", _one("broken-chain", "§6", text, _with_root(own, "DE"))
    takeover = root("DEF", by="DEF", after=ROOT)
    text = "a new root without a signature of the old keys"
    yield "no-old-key", _one("broken-chain", "§6", text, _with_root(takeover, "DE"))
    without = root("DEF", by="ABD", after=ROOT)
    text = "a new root that only one of its own keys signed"
    yield "no-new-key", _one("broken-chain", "§6", text, _with_root(without, "DE"))


def _with_root(raw: bytes, by: str) -> dict[str, bytes]:
    """A pack with a second root that its maker need not have checked."""
    files = pack(2, by=by, roots=(root("ABCDEF"),))
    return {**files, "metadata/1.root.json": ROOT, "metadata/2.root.json": raw}


def signatures() -> Iterator[tuple[str, Scenario]]:
    """Packs that too few of the right keys signed."""
    for name, by, text in (
        ("no-signature", "", "nobody signed"),
        ("one-signature", "A", "one key signed"),
    ):
        yield name, _one("unsigned", "§5", text, pack(by=by))
    theirs = root("DEF", by="DE")
    foreign = pack(by="DE", roots=(theirs,))
    text = "signed by keys that nobody here trusts, with a root of their own"
    yield "other-keys", _one("unsigned", "§5", text, foreign)
    yield "no-trust", _one("no-trust", "§5", "no root", GOOD, Installed())
    two = pack(by="AB")[TIMESTAMP]
    one = pack(by="A")
    text = "the signature of B stands under the id of C"
    moved = two.replace(_keyid("B"), _keyid("C"))
    files = {**pack(by="AB"), TIMESTAMP: moved}
    yield "moved-signature", _one("unsigned", "§5", text, files)
    text = "one key signed twice"
    start, end = one[TIMESTAMP].index(b"[") + 1, one[TIMESTAMP].index(b"]")
    signature = one[TIMESTAMP][start:end]
    twice = one[TIMESTAMP].replace(signature, signature + b"," + signature)
    files = {**pack(by="AB"), TIMESTAMP: twice}
    yield "same-key-twice", _one("bad-metadata", "§5", text, files)
    text = "only the targets are signed twice"
    files = {**one, TARGETS: GOOD[TARGETS]}
    yield "one-role-signed", _one("unsigned", "§5", text, files)


def _keyid(name: str) -> bytes:
    """The id of a key: the one that a root of it and another alone has more."""
    both, other = part(root(name + "E", by=""), "keys"), part(root("EF", by=""), "keys")
    (found,) = both.keys() - other.keys()
    return found.encode()


def time() -> Iterator[tuple[str, Scenario]]:
    """Packs out of their time, and metadata of different packs."""
    text = "a lower number than was seen"
    yield "older", _one("older", "§5", text, GOOD, after(SECOND))
    other = pack(law={**LAW, "xx/more.md": head("xx.more").encode()})
    text = "the number that was seen, with other law"
    yield "same-number", _one("older", "§5", text, other, ONE_SEEN)
    after_last = date(2027, 3, 21)
    text = "the day after its last"
    yield "expired", _one("expired", "§2", text, GOOD, today=after_last)
    text = "the timestamp alone has expired: somebody holds newer law back"
    frozen = {**GOOD, TIMESTAMP: pack(expires=TODAY.replace(day=21))[TIMESTAMP]}
    yield "frozen", _one("expired", "§5", text, frozen)
    short = root(expires=TODAY.replace(day=21))
    text = "the root has expired"
    files = pack(roots=(short,))
    yield "expired-root", _one("expired", "§5", text, files, after(trusted=short))
    text = "the targets of one pack with the snapshot of another"
    yield "mixed", _one("mixed", "§2", text, {**SECOND, TARGETS: GOOD[TARGETS]})
    text = "an old timestamp with a new pack"
    files = {**SECOND, TIMESTAMP: GOOD[TIMESTAMP]}
    yield "mixed-timestamp", _one("mixed", "§2", text, files)


def metadata() -> Iterator[tuple[str, Scenario]]:
    """Metadata that break §1, however well they are signed."""

    def refused(name: str, text: str, raw: bytes) -> tuple[str, Scenario]:
        files = {**GOOD, "metadata/1.root.json": raw}
        return name, _one("bad-metadata", "§1", text, files)

    roles, keys = part(ROOT, "roles"), part(ROOT, "keys")
    low = {**roles, "timestamp": {**roles["timestamp"], "threshold": 1}}
    yield refused("low-threshold", "one key is enough", edited(ROOT, roles=low))
    few = {**roles["targets"], "keyids": sorted(keys)[:2]}
    text = "a role with other keys than the root"
    yield refused(
        "other-role-keys", text, edited(ROOT, roles={**roles, "targets": few})
    )
    first, *rest = sorted(keys)
    nameless = {**keys, first: {**keys[first], "x-name": ""}}
    yield refused("nameless-key", "a key has no name", edited(ROOT, keys=nameless))
    double = {**keys, first: {**keys[rest[0]], "x-name": "second name"}}
    text = "one key under two ids"
    yield refused("doubled-key", text, edited(ROOT, keys=double))
    yield refused("no-json", "a root that is no JSON", b"{")
    yield refused("no-root", "a timestamp in the place of the root", GOOD[TIMESTAMP])
    missing = {name: raw for name, raw in GOOD.items() if name != TIMESTAMP}
    text = "the timestamp is missing"
    yield "no-timestamp", _one("bad-metadata", "§5", text, missing)
    others: dict[str, object] = {"keys": {}, "roles": []}
    files = {**GOOD, TARGETS: edited(GOOD[TARGETS], delegations=others)}
    yield "delegation", _one("bad-metadata", "§1", "targets delegate", files)


def content() -> Iterator[tuple[str, Scenario]]:
    """Law that is not what was signed, or is at fault itself."""
    page = "xx/leave.md"
    altered = {**GOOD, page: PAGE.replace("refusal", "refusa1").encode()}
    yield "altered-page", _one("altered", "§5", "a letter was changed", altered)
    fewer = {name: raw for name, raw in GOOD.items() if name != page}
    yield "missing-page", _one("altered", "§5", "a page was taken away", fewer)
    more = {**GOOD, "xx/more.md": head("xx.more").encode()}
    yield "added-page", _one("altered", "§5", "a page was added", more)
    two = {**LAW, "xx/again.md": PAGE.encode()}
    yield "two-pages-one-id", _one("law", "§5", "two pages, one id", pack(law=two))
    one = head("xx.one") + rules("xx.a IF xx.b") + finding("xx.a")
    other = head("xx.two") + rules("xx.b IF xx.a") + finding("xx.b")
    ring = {**LAW, "xx/one.md": one.encode(), "xx/two.md": other.encode()}
    yield "cycle", _one("law", "§5", "a cycle across two pages", pack(law=ring))
    bad = {**LAW, "holidays/XX.toml": b"known_until = 2030\n"}
    yield "bad-holidays", _one("law", "§5", "holidays at fault", pack(law=bad))


def names() -> Iterator[tuple[str, Scenario]]:
    """Names that no pack holds, wherever they would lead."""
    for name, path in (
        ("outside", "../evil.md"),
        ("outside-deep", "xx/../../evil.md"),
        ("absolute", "/evil.md"),
        ("backslash", "..\\evil.md"),
        ("hidden", ".git/evil.md"),
        ("code", "xx/evil.py"),
        ("template", "templates/evil.typ"),
        ("strange-metadata", "metadata/mirrors.json"),
        ("page-in-vocabulary", "vocabulary/evil.md"),
        ("too-deep", "a/b/c/d/evil.md"),
        ("folder", "xx/"),
    ):
        raw = zipped([*_entries(), (plain(path), b"")])
        yield name, _one("bad-name", "§4", f"an entry '{path}'", raw)
    doubled = [*_entries(), (plain("XX/LEAVE.md"), b"")]
    text = "two names that differ only in case"
    yield "doubled-in-case", _one("doubled", "§4", text, zipped(doubled))
    doubled = [*_entries(), (plain("xx/leave.md"), b"")]
    yield "doubled", _one("doubled", "§4", "one name twice", zipped(doubled))


def _entries() -> list[tuple[zipfile.ZipInfo, bytes]]:
    return [(plain(name), raw) for name, raw in sorted(GOOD.items())]


def archives() -> Iterator[tuple[str, Scenario]]:
    """Archives that are none, or not in the one form."""
    raw = archive(GOOD)
    yield "cut-off", _one("not-a-pack", "§5", "the end is missing", raw[:-40])
    yield "text", _one("not-a-pack", "§5", "a text", b"no archive\n")
    yield "empty", _one("not-a-pack", "§5", "nothing", b"")
    zeros = plain("xx/bomb.md")
    zeros.compress_type = zipfile.ZIP_DEFLATED
    bomb = zipped([*_entries(), (zeros, bytes(10**6))])
    yield "bomb", _one("not-plain", "§4", "compressed: one million zeros", bomb)
    link = plain("xx/link.md")
    link.external_attr = 0o120777 << 16
    text = "a symbolic link"
    linked = zipped([*_entries(), (link, b"/etc/passwd")])
    yield "link", _one("not-plain", "§4", text, linked)
    text = "something stands before the archive"
    yield "before", _one("not-plain", "§4", text, b"#!/bin/sh\n" + raw)
    text = "something stands after the archive"
    yield "after", _one("not-plain", "§4", text, raw[:-2] + b"\x04\x00data")
    day = (2026, 11, 22, 0, 0, 0)
    dated = zipped([(zipfile.ZipInfo(name, day), raw) for name, raw in GOOD.items()])
    text = "written by another program"
    yield "other-program", _one("not-plain", "§4", text, dated)
    unsorted = zipped(list(reversed(_entries())))
    yield "unsorted", _one("not-plain", "§4", "in another order", unsorted)


def scenarios() -> dict[str, Scenario]:
    """Every scenario by its name."""
    found: dict[str, Scenario] = {}
    for group in (
        good(), rotations(), signatures(), time(), metadata(), content(), names(),
        archives(),
    ):  # fmt: skip
        for name, scenario in group:
            assert name not in found
            found[name] = scenario
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, scenario in scenarios().items():
        path = FOLDER / f"{name}.vector"
        if not path.exists():
            path.write_bytes(scenario.to_bytes())
