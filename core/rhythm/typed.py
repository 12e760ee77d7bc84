"""What people type about times and days, in one form."""

import unicodedata


def plain(text: str) -> str:
    """Return *text* in small letters, without accents or full-width forms, with single spaces."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).strip().lower())
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    return " ".join(letters.replace("’", "'").split())
