"""Every word of the letters of a case, in Kazakh and in Russian, frozen at issue.

Sentences come from the catalogues under each language; names, amounts and days are
written as that language writes them. The order's title is the edition's own.
"""

from applications.notice_content.approval import approval
from applications.notice_content.filing import receipt
from applications.notice_content.parts import LANGUAGES, letter_language
from applications.notice_content.refusal import hearing, refusal
from applications.notice_content.reopening import reopening
from applications.notice_content.returned import returned

__all__ = [
    "LANGUAGES",
    "approval",
    "hearing",
    "letter_language",
    "receipt",
    "refusal",
    "reopening",
    "returned",
]
