"""``script/check`` finds planted faults in translations and templates."""

import pytest
from babel.messages.catalog import Message

from script.check_templates import INLINE
from script.translations import translation_faults


@pytest.mark.parametrize(
    ("source", "target", "flags", "fault"),
    [
        ("Case %(number)s", "", (), "not translated"),
        ("Case", "Іс", ("fuzzy",), "marked fuzzy"),
        ("Case %(number)s", "Іс", (), "placeholders differ"),
        ("Case {number}", "Іс {nomir}", (), "placeholders differ"),
        (("%(n)s day", "%(n)s days"), ("%(n)s күн", "%(k)s күн"), (), "placeholders differ"),
        (("%(n)s day", "%(n)s days"), ("%(n)s день", ""), (), "not translated"),
    ],
)
def test_a_faulty_translation_is_told(
    source: str, target: str, flags: tuple[str, ...], fault: str
) -> None:
    told = list(translation_faults(Message(source, target, flags=flags)))
    assert any(fault in line for line in told)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Case %(number)s of %(day)s", "%(day)s күнгі %(number)s ісі"),
        (("%(n)s day", "%(n)s days"), ("бір күн", "%(n)s күн")),
    ],
)
def test_a_right_translation_passes(source: str, target: str) -> None:
    assert list(translation_faults(Message(source, target))) == []


@pytest.mark.parametrize(
    ("html", "faulty"),
    [
        ("<script>go()</script>", True),
        ("<style>p { color: red }</style>", True),
        ('<p style="color: red">', True),
        ('<button type="button" onclick="go()">', True),
        ('<a href="javascript:go()">', True),
        ('<script src="{% static "build/portal.js" %}" defer></script>', False),
        ('<p class="style" data-on="x">A style of on = off</p>', False),
    ],
)
def test_inline_code_is_told_from_the_rest(html: str, faulty: bool) -> None:
    assert any(pattern.search(html) for pattern in INLINE.values()) is faulty
