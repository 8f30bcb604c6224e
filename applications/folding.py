"""Words compared however they are cased, spaced, punctuated or typed on which keyboard."""

import unicodedata

# Letters that look alike in Cyrillic and Latin: the same number typed on two keyboards.
LOOK_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")
# Kazakh letters as people type them on a Russian keyboard.
NEAREST = str.maketrans("әғқңөұүһіёи", "агкноуухiеi")


def folded(text: str) -> str:
    """Case and compatibility forms gone, look-alike letters as Latin ones."""
    return unicodedata.normalize("NFKC", text).casefold().translate(LOOK_ALIKE)


def squeezed(text: str) -> str:
    """Letters and digits only."""
    return "".join(sign for sign in text if sign.isalnum())


def search_words(text: str) -> list[str]:
    """What is looked for, word by word; Kazakh letters count as their Russian neighbours."""
    near = unicodedata.normalize("NFKC", text).casefold().translate(NEAREST)
    words = (squeezed(folded(word)) for word in near.split())
    return [word for word in words if word]
