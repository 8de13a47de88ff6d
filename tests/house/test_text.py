"""The house rules of pages: specification, law, README, locks."""

import ast
import re
import tomllib
from datetime import date

_SECTION = re.compile(r"spec/([\w-]+\.md)(?:\s+§(\d+(?:(?:,| and|\u2013)\s*§?\d+)*))?")
_CASE = re.compile(r"^```case\b", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
# In parts, so that this file does not hold what it looks for.
_PLACE = re.compile(r"(?<![\w./~-])/(?:" + "work|root|home" + ")/")
_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|anaconda)" + r"\.(?:org|com)\b")
_LOCKED = re.compile(
    r"[a-z0-9-]+==[\w.]+( ; [\w '\"<>=!.()*]+)? \\"  # a package and where it is for
    r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
)


def test_every_section_that_code_names_is_in_the_specification(
    texts: dict[str, str], modules: dict[str, ast.Module]
) -> None:
    faults: list[str] = []
    for name in modules:
        for page, sections in _SECTION.findall(texts[name]):
            text = texts.get(f"spec/{page}")
            if text is None:
                faults.append(f"{name}: no spec/{page}")
                continue
            faults += [
                f"{name}: no §{number} in spec/{page}"
                for number in re.findall(r"\d+", sections)
                if not re.search(rf"^#+ §?{number}\b", text, re.MULTILINE)
            ]
    assert not faults


def _law_page_faults(text: str) -> list[str]:
    """A law page names a source, the day it was read, and the cases that test it."""
    if not text.startswith("+++\n"):
        return ["no head"]
    head, _, body = text.removeprefix("+++\n").partition("\n+++\n")
    sources = tomllib.loads(head).get("sources", [])
    faults = [] if sources else ["no source"]
    faults += [
        f"source {number} has no day read"
        for number, source in enumerate(sources, 1)
        if not isinstance(source.get("read"), date)
    ]
    # Notices and parameters alone conclude nothing; the pages that use them test them.
    concludes = "\n```rule" in body or "\n```deadline" in body
    return [*faults, "no case"] if concludes and not _CASE.search(body) else faults


def test_every_law_page_has_its_sources_and_its_cases(texts: dict[str, str]) -> None:
    pages = {
        name: text
        for name, text in texts.items()
        if name.startswith("law/") and name.endswith(".md")
    }
    assert pages
    assert not [
        f"{name}: {fault}"
        for name, text in pages.items()
        for fault in _law_page_faults(text)
    ]


def test_every_make_command_of_the_readme_is_in_the_makefile(
    texts: dict[str, str],
) -> None:
    code = "\n".join(_CODE.findall(texts["README.md"]))
    named = set(re.findall(r"\bmake ([a-z]+)", code))
    assert {"setup", "demo"} <= named
    assert named <= set(re.findall(r"^([a-z]+):", texts["Makefile"], re.MULTILINE))


def test_every_setting_is_in_the_readme(texts: dict[str, str]) -> None:
    settings = {
        setting
        for name, text in texts.items()
        if name.startswith("src/")
        for setting in re.findall(r"\bSAFECONDUCT_[A-Z_]+", text)
    }
    assert not {setting for setting in settings if setting not in texts["README.md"]}


def test_no_file_names_a_place_on_a_machine_or_a_host_of_packages(
    texts: dict[str, str],
) -> None:
    assert not [
        f"{name}:{number}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if _PLACE.search(line) or _HOST.search(line)
    ]


def test_every_lock_holds_names_versions_and_hashes_only(texts: dict[str, str]) -> None:
    locks = {name: text for name, text in texts.items() if name.endswith(".lock")}
    assert len(locks) == 5
    assert not [
        f"{name}:{number} {line}"
        for name, text in locks.items()
        for number, line in enumerate(text.splitlines(), 1)
        if not _LOCKED.fullmatch(line)
    ]
