"""What the tests of documents share: an opened press, and reading a PDF's words."""

from collections.abc import Callable

import pypdfium2
import pytest

from safeconduct.dossier.pdf import Press, open_press


@pytest.fixture(scope="session")
def press() -> Press:
    """The vendored fonts, read once."""
    return open_press()


@pytest.fixture(scope="session")
def words_of() -> Callable[[bytes], str]:
    """The words of a PDF as a reader extracts them, on one line."""

    def read(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        pages = [
            document[index].get_textpage().get_text_range()
            for index in range(len(document))
        ]
        document.close()
        text = " ".join(pages).replace("\ufffe", "").replace("\u200b", "")
        return " ".join(text.split())

    return read
