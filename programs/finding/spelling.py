"""How near two words are: the same, another ending, a typo. Words come folded."""

SHORTEST_STEM = 4
LONGEST_ENDING = 8
SHORTEST_TYPED = 5
# A whole word but for one letter: as near as a form of another word, behind forms of its own.
ONE_SLIP = 0.82


def closeness(asked: str, word: str) -> float:
    """1 for the word itself, 0.8 and above for its forms, less for a typo, 0 for another word."""
    if asked == word:
        return 1.0
    if word.startswith(asked):
        return 0.95 if len(asked) >= SHORTEST_STEM else 0.85
    if _same_stem(asked, word):
        return 0.8 + 0.1 * _common_prefix(asked, word) / max(len(asked), len(word))
    return _by_typo(asked, word)


def _same_stem(asked: str, word: str) -> bool:
    """One stem, other endings: Kazakh ones are long, the stem must outweigh them."""
    stem = _common_prefix(asked, word)
    shorter = min(len(asked), len(word))
    endings = max(len(asked), len(word)) - stem
    return (
        stem >= SHORTEST_STEM and endings <= LONGEST_ENDING and shorter - stem <= min(3, stem - 3)
    )


def _by_typo(asked: str, word: str) -> float:
    """One slip in a word of four letters, two from eight; the ending may be cut short."""
    allowed = 0 if len(asked) < 4 else 1 if len(asked) < 8 else 2
    if not allowed:
        return 0.0
    ends = {len(word), *(len(asked) + extra for extra in range(-allowed, allowed + 1))}
    slips = min(slips_between(asked, word[:end]) for end in ends if 0 < end <= len(word))
    if slips > allowed:
        return 0.0
    if len(asked) >= SHORTEST_TYPED and slips_between(asked, word) == 1:
        return ONE_SLIP
    return 0.7 - 0.1 * slips - (0.02 if len(word) > len(asked) + allowed else 0)


def _common_prefix(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def slips_between(one: str, other: str) -> int:
    """Letters to add, drop, replace or swap with a neighbour to make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
