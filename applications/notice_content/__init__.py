"""Every word of the letters of a case, in Kazakh and in Russian, frozen at issue.

Sentences come from the catalogues under each language; names, amounts and days are
written as that language writes them. The order's title is the edition's own.
"""

from applications.notice_content.decision import approval, refusal
from applications.notice_content.filing import receipt
from applications.notice_content.parts import LANGUAGES
from applications.notice_content.returned import returned

__all__ = ["LANGUAGES", "approval", "receipt", "refusal", "returned"]
