"""A digest over commitments verifies with the values and without, and tells them apart."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norms.commitments import (
    blanked,
    commitment,
    commitments_of,
    is_blank,
    new_secret,
    sealed,
)
from norms.hash_chain import sha256_of

# Drawing nested content takes long while other tests use the machine.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = st.sampled_from(["name", "amount", "note/x", "n~1", "rows"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
CONTENT = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
).map(lambda node: {"content": node})


def texts(path, value):
    return isinstance(value, str)


def names(path, value):
    """Values as a whole, whatever stands in them."""
    return bool(path) and path[-1] == "name"


def digest(content, rule, kept):
    return sha256_of(sealed(content, rule, kept))


@unhurried
@given(CONTENT, st.sampled_from([texts, names]))
def test_the_digest_is_the_same_before_and_after_the_values_are_gone(content, rule):
    kept = commitments_of(content, rule, secret=new_secret())
    bare = blanked(content, rule)
    assert digest(bare, rule, kept) == digest(content, rule, kept)
    assert is_blank(bare, rule)


@unhurried
@given(CONTENT)
def test_no_text_is_left_in_the_digested_content_or_the_blanked_one(content):
    kept = commitments_of(content, texts, secret=new_secret())

    def leaves(node):
        if isinstance(node, dict):
            return [leaf for value in node.values() for leaf in leaves(value)]
        if isinstance(node, list):
            return [leaf for value in node for leaf in leaves(value)]
        return [node]

    assert not any(isinstance(leaf, str) and leaf for leaf in leaves(blanked(content, texts)))
    written = [leaf for leaf in leaves(sealed(content, texts, kept)) if isinstance(leaf, str)]
    assert set(written) <= set(kept.values())


@unhurried
@given(st.text(), st.text())
def test_a_changed_value_changes_the_digest(before, after):
    secret = new_secret()
    said = [{"name": text} for text in (before, after)]
    digests = {digest(one, texts, commitments_of(one, texts, secret=secret)) for one in said}
    assert len(digests) == (1 if before == after else 2)


@unhurried
@given(st.text())
def test_the_same_value_has_another_commitment_in_another_row_and_place(value):
    secret = new_secret()
    assert commitment(secret, ("a",), value) != commitment(new_secret(), ("a",), value)
    assert commitment(secret, ("a",), value) != commitment(secret, ("b",), value)


def test_a_commitment_by_hand():
    """SHA-256 of the JSON of secret, place and value."""
    import hashlib

    by_hand = hashlib.sha256(b'["s",["a","b"],"v"]').hexdigest()
    assert commitment("s", ("a", "b"), "v") == by_hand


def test_a_slash_in_a_name_is_no_place_further_down():
    kept = commitments_of({"a/b": "x", "a": {"b": "y"}}, texts, secret=new_secret())
    assert len(kept) == 2
