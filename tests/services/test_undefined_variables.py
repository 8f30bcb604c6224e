"""A fault planted in a template of ours fails; what Django forgives knowingly does not."""

import pytest
from django.template import Context, Template, engines
from django.template.base import Origin

from tests.services.undefined_variables import ROOT

OURS = str(ROOT / "templates" / "page.html")


def render(text: str, *, where: str = OURS, **given: object) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return Template(text, origin=Origin(where), engine=engine).render(Context(given))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody_gave_this }}",
        "{{ case.no_such_field }}",
        "{{ nobody_gave_this|upper }}",
        "{{ nobody_gave_this|date:'Y' }}",
        "{% with held=nobody_gave_this %}{{ held }}{% endwith %}",
        "{% with held=nobody_gave_this %}{{ held.part }}{% endwith %}",
        "{% if True %}{{ nobody_gave_this }}{% endif %}",
        "{% blocktranslate %}Case {{ nobody_gave_this }}{% endblocktranslate %}",
    ],
)
def test_an_undefined_variable_that_is_printed_fails(text: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="undefined template variable"):
        render(text, case={"number": "KR-2026-000001"})


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ nobody_gave_this|default:'–' }}", "–"),
        ("{% if nobody_gave_this %}yes{% else %}no{% endif %}", "no"),
        ("{% with held=nobody_gave_this %}{% if held %}yes{% endif %}{% endwith %}", ""),
        ("{{ case.number }}", "KR-2026-000001"),
        ("{{ case.note }}", "None"),
    ],
)
def test_what_is_given_or_asked_for_with_care_passes(text: str, printed: str) -> None:
    assert render(text, case={"number": "KR-2026-000001", "note": None}) == printed


def test_templates_of_installed_packages_stay_forgiving() -> None:
    package = str(ROOT / ".venv" / "lib" / "site-packages" / "admin" / "index.html")
    assert render("[{{ nobody_gave_this }}]", where=package) == "[]"
