"""The texts of a folder of law, before anything is understood."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.base.digest import canonical, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTexts:
    """The files of a folder of law, by their names within it."""

    pages: Mapping[str, bytes]
    vocabulary: Mapping[str, bytes]
    recorded: bytes = b""
    recorded_file: str = "recorded.toml"

    def page_text(self, name: str) -> str:
        """The text of a page that could be read."""
        return self.pages[name].decode("utf-8").replace("\r\n", "\n")

    def digest(self) -> str:
        """The name of these texts, for finding a compiled rulebook again."""
        recorded = {self.recorded_file: self.recorded}
        return whole_digest({**self.pages, **self.vocabulary, **recorded})


def whole_digest(files: Mapping[str, bytes]) -> str:
    """The name of some files together, whatever is in them."""
    return digest(canonical({name: _named(raw) for name, raw in files.items()}))


def _named(content: bytes) -> str:
    """The name of some bytes, whatever they are."""
    return digest(content.decode("latin-1"))
