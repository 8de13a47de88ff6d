"""Where a page's text says what does not fit."""

import pytest

from safeconduct.rulebook.misfit import Misfit, Wrong
from tests.rulebook.page_kit import head, only_page

TEXT = """xx.q IF a.b
  AND a.b

```finding xx.q
kind = "a.b"
```
```burden
facts = ["a.b"]
```"""


@pytest.mark.parametrize(
    ("word", "line", "block", "place"),
    [
        pytest.param("a.b", 0, "", (1, 9), id="anywhere"),
        pytest.param("a.b", 2, "", (2, 7), id="from its rule on"),
        pytest.param("a.b", 0, "xx.q", (5, 9), id="in its block"),
        pytest.param("a.b", 0, "burden", (8, 11), id="in a block without a name"),
        pytest.param("a.b", 0, "xx.nothing", (1, 9), id="in no block"),
        pytest.param("x.y", 2, "", (2, 0), id="a word that is not there"),
    ],
)
def test_a_fault_stands_where_the_word_does(
    word: str, line: int, block: str, place: tuple[int, int]
) -> None:
    wrong = Wrong(word=word, what="Wrong.", mend="Right.")
    misfit = Misfit(page=only_page(head()), wrong=wrong, line=line, block=block)
    fault = misfit.fault(TEXT)
    assert (fault.line, fault.column) == place
    assert (fault.file, fault.what, fault.mend) == ("0.md", "Wrong.", "Right.")
