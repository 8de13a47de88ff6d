"""The tape as a record: what a proposition is called, what rests on what."""

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.tape import Proposition, cone
from tests.assessment.law_kit import DAY, rules

LAW = rules("xx.p IF f.a AND xx.q\nxx.q IF f.b\nxx.r IF f.c")
TAPE = compile_tape(LAW, on=DAY, known_on=DAY)


def _keys_below(name: str) -> set[str]:
    needed = cone(TAPE, (TAPE.propositions[name].node,))
    return {
        key
        for index, node in enumerate(TAPE.nodes)
        if needed[index] and node.code.name == "ATOM"
        for key in TAPE.keys_of_atom[node.args[0]]
    }


def test_a_cone_holds_what_a_root_rests_on_and_nothing_else() -> None:
    assert _keys_below("xx.p") == {"f.a", "f.b"}
    assert _keys_below("xx.q") == {"f.b"}


def test_a_cone_without_roots_is_empty() -> None:
    assert not any(cone(TAPE, ()))


def test_a_node_stands_after_its_arguments() -> None:
    for index, node in enumerate(TAPE.nodes):
        if node.code.name not in {"ATOM", "CONSTANT"}:
            assert all(arg < index for arg in node.args)


def test_a_proposition_is_called_as_its_page_says() -> None:
    assert TAPE.propositions["xx.p"].title().ru == "RU xx.p"


def test_a_proposition_without_a_page_is_called_by_its_id() -> None:
    bare = Proposition(
        id="xx.z", node=0, pro=0, con=0, rules=(), finding=None, pages=(), is_norm=False
    )
    assert bare.title().fr == "xx.z"
