"""Three-way merge of raw answers: nothing of either side is ever lost unasked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.answer_merge import Clash, Merge, Taken, merge_answers

BASE = {"a": "1", "b": "1"}

# base, theirs, mine: merged; who clashed; who was taken from the other side
FIELDS = [
    (BASE, BASE, BASE, BASE, [], []),
    (BASE, BASE, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, [], []),
    (BASE, {"a": "2", "b": "1"}, BASE, {"a": "2", "b": "1"}, [], ["a"]),
    (BASE, {"a": "2", "b": "1"}, {"a": "1", "b": "2"}, {"a": "2", "b": "2"}, [], ["a"]),
    (BASE, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, [], []),
    (BASE, {"a": "2", "b": "1"}, {"a": "3", "b": "1"}, {"a": "2", "b": "1"}, ["a"], []),
    (BASE, {"a": "", "b": "1"}, {"a": "3", "b": "1"}, {"a": "", "b": "1"}, ["a"], []),
    ({}, {"a": "2"}, {"a": "", "b": "2"}, {"a": "2", "b": "2"}, [], ["a"]),
    (None, {"a": "2", "b": ""}, {"a": "2", "b": "3"}, {"a": "2", "b": ""}, ["b"], []),
]


@pytest.mark.parametrize(("base", "theirs", "mine", "merged", "clashes", "taken"), FIELDS)
def test_answers(base, theirs, mine, merged, clashes, taken):
    found = merge_answers(base, theirs, mine)
    assert found.answers == merged
    assert [clash.name for clash in found.clashes] == clashes
    assert [one.name for one in found.taken] == taken


A, B, C, X, Y = (
    {"name": name, "price": price}
    for name, price in (("A", "1"), ("B", "2"), ("C", "3"), ("X", "8"), ("Y", "9"))
)
A2, A3, B2 = {**A, "price": "11"}, {**A, "price": "12"}, {**B, "price": "22"}
EMPTY = {"name": "", "price": ""}

# base, theirs, mine: merged; (row, name) of the clashes
ROWS = [
    ([A, B], [A, B], [A, B], [A, B], []),
    ([A, B], [A2, B], [A, B2], [A2, B2], []),
    ([A, B], [A2, B], [A3, B], [A2, B], [(0, "price")]),
    ([A, B, C], [A, C], [A, B, C], [A, C], []),
    ([A, B, C], [B, C], [A, B2, C], [B2, C], []),
    ([A, B, C], [A, C], [A, B2, C], [A, B2, C], [(1, "")]),
    ([A, B, C], [A, B2, C], [A, C], [A, B2, C], [(1, "")]),
    ([A, B], [A], [A], [A], []),
    ([A], [A, X], [A, Y], [A, X, Y], []),
    ([A], [X, A], [A, Y], [X, A, Y], []),
    ([A], [A, X], [A, X], [A, X], []),
    ([A], [A, X], [A, X, X], [A, X, X], []),
    ([], [X], [EMPTY], [X], []),
    ([], [EMPTY], [X], [X], []),
    ([], [EMPTY], [EMPTY], [EMPTY], []),
    ([A], [A], [A, EMPTY], [A, EMPTY], []),
    (None, [A, B], [A, B2], [A, B], [(1, "price")]),
    (None, [A], [A, B], [A, B], []),
    (None, [A, B], [A], [A, B], []),
]


@pytest.mark.parametrize(("base", "theirs", "mine", "merged", "clashes"), ROWS)
def test_entries_of_a_table(base, theirs, mine, merged, clashes):
    began = None if base is None else {"rows": base}
    found = merge_answers(began, {"rows": theirs}, {"rows": mine}, rows_key="rows")
    assert found.answers == {"rows": merged}
    assert [(clash.row, clash.name) for clash in found.clashes] == clashes


def test_what_was_taken_says_where_it_stands_and_what():
    base, theirs = {"a": "", "rows": [A]}, {"a": "x", "rows": [A2, X]}
    found = merge_answers(base, theirs, base, rows_key="rows")
    assert found.taken == (Taken(None, "a", "x"), Taken(0, "price", "11"), Taken(1, "", ""))


def test_an_entry_of_ones_own_is_not_taken_from_the_other_side():
    found = merge_answers({"rows": [A]}, {"rows": [A]}, {"rows": [A, X]}, rows_key="rows")
    assert found.taken == ()


def test_each_clash_goes_the_way_that_was_chosen():
    base = {"a": "1", "b": "1", "rows": [A, B, C]}
    theirs = {"a": "2", "b": "2", "rows": [A2, C]}
    mine = {"a": "3", "b": "3", "rows": [A3, B2, C]}
    found = merge_answers(base, theirs, mine, rows_key="rows")
    assert found.clashes == (
        Clash(None, "a", "2", "3"),
        Clash(None, "b", "2", "3"),
        Clash(0, "price", "11", "12"),
        Clash(1, "", None, B2),
    )
    assert found.settled(["theirs"] * 4) == theirs
    assert found.settled(["mine"] * 4) == mine
    mixed = found.settled(["mine", "theirs", "mine", "theirs"])
    assert mixed == {"a": "3", "b": "2", "rows": [A3, C]}


def test_as_many_choices_as_clashes():
    found = merge_answers({"a": "1"}, {"a": "2"}, {"a": "3"})
    with pytest.raises(ValueError, match="argument"):
        found.settled([])


words = st.sampled_from(["", "1", "2", "3"])
rows = st.lists(st.fixed_dictionaries({"name": words, "price": words}), max_size=5)
answers = st.fixed_dictionaries({"a": words, "b": words, "rows": rows})


def merged(base, theirs, mine) -> Merge:
    return merge_answers(base, theirs, mine, rows_key="rows")


@given(answers, answers)
def test_who_changed_nothing_changes_nothing(base, other):
    assert merged(base, other, base).settled([]) == other
    mine = merged(base, base, other)
    assert mine.settled([]) == other
    assert mine.taken == ()


@given(answers, answers)
def test_the_same_change_twice_is_one_change(base, both):
    assert merged(base, both, both) == Merge(both, "rows")


@given(answers, answers)
def test_without_a_base_nothing_is_taken_for_changed_back(theirs, mine):
    found = merged(None, theirs, mine)
    assert all(found.answers[name] == theirs[name] for name in ("a", "b"))
    clashing = {clash.name for clash in found.clashes if clash.row is None}
    assert clashing == {name for name in ("a", "b") if theirs[name] != mine[name]}
    assert len(found.answers["rows"]) >= max(len(theirs["rows"]), len(mine["rows"]))


@given(answers, answers, answers)
def test_a_changed_answer_is_in_the_result_or_asked_about(base, theirs, mine):
    found = merged(base, theirs, mine)
    asked = {clash.name for clash in found.clashes if clash.row is None}
    for name in ("a", "b"):
        for side in (theirs, mine):
            if side[name] != base[name] and name not in asked:
                assert found.answers[name] == side[name]


@given(answers, answers, answers)
def test_a_new_word_in_a_table_is_in_the_result_or_asked_about(base, theirs, mine):
    """Each side's text that stood nowhere in the base's table is not lost."""
    marked = [{**row, "name": f"mine {number}"} for number, row in enumerate(mine["rows"])]
    found = merged(base, theirs, {**mine, "rows": marked})
    kept = {row["name"] for row in found.settled(["mine"] * len(found.clashes))["rows"]}
    assert {row["name"] for row in marked} <= kept


@given(answers, answers, answers)
def test_both_sides_are_asked_the_same_questions(base, theirs, mine):
    here, there = merged(base, theirs, mine), merged(base, mine, theirs)
    assert sorted((clash.name, str(clash.theirs), str(clash.mine)) for clash in here.clashes) == (
        sorted((clash.name, str(clash.mine), str(clash.theirs)) for clash in there.clashes)
    )
    assert here.settled(["mine"] * len(here.clashes)).keys() == theirs.keys()


@given(answers, answers, answers)
def test_all_mine_and_all_theirs_are_whole_answers(base, theirs, mine):
    found = merged(base, theirs, mine)
    for side in ("theirs", "mine"):
        settled = found.settled([side] * len(found.clashes))
        again = merged(settled, settled, settled)
        assert again.answers == settled
