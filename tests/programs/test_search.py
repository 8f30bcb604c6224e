"""Search that forgives: endings, typos, the keyboard at hand; three languages."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from programs.catalogue import load_catalogue
from programs.finding.search import Document, Found, Index, Passage, fold, search
from programs.finding.search_views import marked, snippet
from programs.finding.spelling import closeness, slips_between
from programs.models import Programme, Revision
from tests.programs.conftest import make_row
from tests.programs.test_pages import url

WORDS = st.text("абвгдеёжзийклмнопрстуәғқңөұүһі", min_size=1, max_size=12)


def document(key: str, *texts: str, weight: int = 1) -> Document:
    return Document("programme", key, tuple(Passage(text, "ru", weight) for text in texts))


def keys(found: Found) -> list[str]:
    return [hit.document.key for hit in found.hits]


INDEX = Index(
    (
        document("45", "Программа «Агробизнес»", weight=4),
        document("50-2", "Разведение крупного рогатого скота мясного направления"),
        document("50-3", "Молочно-товарные фермы, обеспечение по залоговой политике"),
        document("kk", "Тікелей қарыз алушыларға арналған кепіл, мөлшерлеме"),
        document("en", "A credit partnership may be opened a line"),
    )
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("агробизнес", ["45"]),
        ("АГРОБИЗНЕСА", ["45"]),
        ("агробизнс", ["45"]),
        ("агорбизнес", ["45"]),
        ("программы", ["45"]),
        ("мясное", ["50-2"]),
        ("мясной скот", ["50-2"]),
        ("молочных ферм", ["50-3"]),
        ("залог", ["50-3"]),
        ("қарызы", ["kk"]),
        ("карыз", ["kk"]),
        ("молшерлеме", ["kk"]),
        ("мөлшерлемесі", ["kk"]),
        ("partnerships", ["en"]),
        ("partnreship", ["en"]),
        ("верблюд", []),
        ("", []),
        ("«»", []),
    ],
)
def test_what_is_forgiven(query: str, expected: list[str]) -> None:
    found = search(INDEX, query)
    assert keys(found) == expected
    assert found.complete


def test_a_paragraph_is_found_by_its_number_alone() -> None:
    index = Index((document("50-2", "50-2 Сыбаға"), document("50-3", "50-3 Ырыс")))
    assert keys(search(index, "50-2")) == ["50-2"]
    assert keys(search(index, "50-4")) == []


def test_all_words_before_some_words() -> None:
    both = search(INDEX, "программа агробизнес")
    assert (keys(both), both.complete) == (["45"], True)
    some = search(INDEX, "программа верблюдов")
    assert (keys(some), some.complete) == (["45"], False)


@pytest.mark.parametrize("query", ["leasng", "leasin", "lasing", "leasings"])
def test_a_slip_in_a_word_is_no_farther_than_another_words_form(query: str) -> None:
    index = Index(
        (document("mention", "at least two years"), document("name", "Leasing", weight=4))
    )
    assert keys(search(index, query))[0] == "name"


def test_a_word_that_exists_is_not_taken_for_a_typo() -> None:
    index = Index((document("tax", "налог"), document("pledge", "залога")))
    assert keys(search(index, "налог")) == ["tax"]


def test_a_name_stands_before_a_mention() -> None:
    index = Index((document("a", "скот и корма"), document("b", "Скот", weight=4)))
    assert keys(search(index, "скот")) == ["b", "a"]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("залог", "залог", 0), ("залог", "зaлoг", 2), ("abcd", "abdc", 1), ("", "ab", 2)],
)
def test_slips(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other) == slips


@given(WORDS, WORDS)
def test_slips_are_counted_alike_both_ways(one: str, other: str) -> None:
    assert slips_between(one, other) == slips_between(other, one)
    assert slips_between(one, other) >= abs(len(one) - len(other))


@given(WORDS)
def test_a_word_is_nearest_to_itself(word: str) -> None:
    assert closeness(word, word) == 1.0


@pytest.mark.parametrize(("one", "other"), [("скот", "срок"), ("банк", "блок"), ("мфо", "мио")])
def test_short_words_are_not_taken_for_each_other(one: str, other: str) -> None:
    assert closeness(one, other) == 0


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_highlighting_escapes_what_is_not_ours() -> None:
    assert marked("<b>Қарыз</b> & қарызы", {"карыз"}) == (
        "&lt;b&gt;<mark>Қарыз</mark>&lt;/b&gt; &amp; қарызы"
    )


def test_a_snippet_is_cut_between_words() -> None:
    text = "слово " * 50 + "залог " + "конец " * 50
    cut = snippet(text, {"залог"})
    assert cut.startswith("… слово")
    assert "<mark>залог</mark>" in cut
    assert cut.endswith("конец …")
    assert len(cut) < 300


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "query", "kind", "target"),
    [
        ("ru", "сыбага", "programme", "/ru/programmes/50-2/"),
        ("kk", "сыбаға", "programme", "/kk/programmes/50-2/"),
        ("en", "sybaga", "programme", "/en/programmes/50-2/"),
        ("ru", "кредитных товариществ", "glossary", "/ru/programmes/glossary/#term-22"),
        ("en", "charter capital deposits", "condition", "#new_credit_partnership"),
        ("kk", "депозит", "condition", "#new_credit_partnership"),
    ],
)
def test_the_catalogue_is_found_in_any_language(
    client: Client, language: str, query: str, kind: str, target: str
) -> None:
    load_catalogue()
    page = client.get(url("search", language=language), {"q": query})
    kinds = {group.code: group.hits for group in page.context["kinds"]}
    assert any(hit.url.endswith(target) for hit in kinds[kind])
    assert "<mark>" in page.content.decode()


@pytest.mark.django_db
def test_a_new_text_is_found_at_once(client: Client, in_force: Revision) -> None:
    """Names can be corrected, and another revision brings other rows."""
    assert client.get(url("search"), {"q": "тюльпаны"}).context["count"] == 0
    Programme.objects.update(name_ru="Тюльпаны")
    assert client.get(url("search"), {"q": "тюльпан"}).context["count"] == 1


@pytest.mark.django_db
def test_searching_again_reads_few_rows(
    client: Client, in_force: Revision, agrobusiness: Programme, django_assert_max_num_queries: Any
) -> None:
    make_row(in_force, agrobusiness, purpose="machinery")
    client.get(url("search"), {"q": "агробизнес"})
    with django_assert_max_num_queries(3):
        client.get(url("search"), {"q": "агробизнес"})


@pytest.mark.django_db
def test_a_script_stays_a_text(client: Client) -> None:
    page = client.get(url("search"), {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
def test_the_glossary_with_the_conditions(client: Client) -> None:
    content = client.get(url("glossary")).content.decode()
    assert 'id="term-43-1"' in content
    assert 'id="new_credit_partnership"' in content
