"""Finding what fits: judgement of each row, side by side, search, glossary."""
