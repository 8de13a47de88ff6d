"""Names of contents."""

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.digest import canonical, digest

KEYS = st.dictionaries(st.text(max_size=5), st.integers(), max_size=5)


@given(KEYS)
def test_the_order_of_keys_does_not_change_the_text(content: dict[str, int]) -> None:
    turned = dict(reversed(content.items()))
    assert canonical(content) == canonical(turned)


def test_a_name_is_the_kind_of_hash_and_64_digits() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest("") == f"sha256:{empty}"


@given(st.text(), st.text())
def test_different_texts_have_different_names(first: str, second: str) -> None:
    assert (digest(first) == digest(second)) == (first == second)
