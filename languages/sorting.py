"""The alphabets' own order; code points put ә, ғ, ё after я."""

ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
ACCENTS = str.maketrans("åçéíôüã", "aceioua")


def collation_key(text: str, language: str) -> tuple[int, ...]:
    """A sort key for names in *language*: case does not matter, foreign letters come last."""
    alphabet = ALPHABETS[language]
    letters = text.casefold()
    if language == "en":
        letters = letters.translate(ACCENTS)
    return tuple(_rank(letter, alphabet) for letter in letters)


def _rank(letter: str, alphabet: str) -> int:
    if letter.isspace() or letter == "-":
        return 0
    position = alphabet.find(letter)
    return position + 1 if position >= 0 else 1000 + ord(letter)
