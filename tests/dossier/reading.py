"""Building a dossier and reading what its parts say, for tests."""

from safeconduct.assessment.record import Assessment
from safeconduct.base.case import Case
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.record import Content, Line, Section
from tests.dossier.build import ASSESSMENT, CASE
from tests.dossier.vocabulary import VOCABULARY


def content_of(
    *, case: Case = CASE, assessment: Assessment = ASSESSMENT, for_state: str = ""
) -> Content:
    order = Order(language="en", for_state=for_state)
    return dossier_content(case, assessment, VOCABULARY, order)


def part(content: Content, title: str) -> Section:
    (found,) = [item for item in content.sections if item.title == title]
    return found


def lines_of(section: Section) -> list[Line]:
    found: list[Line] = []
    for block in section.blocks:
        match block.kind:
            case "table":
                found += [
                    line for row in block.rows for cell in row.cells for line in cell
                ]
            case "prose" | "box":
                found += block.lines
            case "heading":
                found.append(block.line)
            case "picture":
                pass
    return found


def texts_of(section: Section) -> list[str]:
    return [line.text for line in lines_of(section)]
