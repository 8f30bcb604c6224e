"""What pasting says, in words a person can act on."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.contract import GoodsRowForm
from applications.pasted_rows.damage import Damage
from applications.pasted_rows.goods import Fault, PastedGoods, Remark

FAULTS: dict[Fault, str | Promise] = {
    Fault.TOO_MUCH: gettext_lazy("This is more than a table of goods can hold. Paste fewer rows."),
    Fault.EMPTY: gettext_lazy("There are no rows in it. Copy the cells in the spreadsheet again."),
    Fault.ONE_COLUMN: gettext_lazy(
        "There is only one column. Copy all columns together, beginning with the HS code."
    ),
    Fault.TOO_WIDE: gettext_lazy(
        "There are more columns than the table has. Copy the heading row too, or only the columns"
        " named below, in their order."
    ),
    Fault.UNEVEN: gettext_lazy(
        "The rows have different numbers of columns. Commas may stand in the numbers as well:"
        " copy straight from the spreadsheet, or separate the columns by semicolons."
    ),
    Fault.SAME_HEADING: gettext_lazy(
        "Two columns have the same heading. Keep one of them, then paste again."
    ),
    Fault.TOO_MANY_ROWS: gettext_lazy("There are more rows than the table may have."),
}
REMARKS: dict[str, str | Promise] = {
    Damage.EXPONENT: gettext_lazy(
        "“%(typed)s”: the spreadsheet has shortened a long number and its last figures are lost."
        " The cell is left empty: enter it as in the contract."
    ),
    Damage.LOST_ZERO: gettext_lazy(
        "“%(typed)s”: an odd number of figures. The spreadsheet may have dropped a zero in front,"
        " or a figure is missing: the portal cannot know. The cell is left empty: enter the code"
        " as in the contract."
    ),
    Damage.BECAME_NUMBER: gettext_lazy(
        "“%(typed)s”: the spreadsheet has made a number of the code, so zeros may be lost or added."
        " The cell is left empty: enter the code as in the contract."
    ),
    Damage.BECAME_DAY: gettext_lazy(
        "“%(typed)s”: the spreadsheet has made a day of it. The cell is left empty: enter what"
        " stands in the contract."
    ),
    Damage.DAY_NUMBER: gettext_lazy(
        "“%(typed)s” is a number where a day belongs: spreadsheets count days from different"
        " beginnings. The cell is left empty: enter the day, for example 05.03.2026."
    ),
    Damage.ERROR_VALUE: gettext_lazy(
        "“%(typed)s” is what the spreadsheet shows instead of the value. The cell is left empty."
    ),
    "which_proof": gettext_lazy(
        "“%(typed)s” is no proof of origin that the form knows. The cell is left empty: choose one."
    ),
    "one_separator": gettext_lazy(
        "“%(typed)s”: a single comma or point is read as the decimal sign. If thousands are meant,"
        " remove it."
    ),
}


def fault_in_words(fault: Fault) -> str:
    return str(FAULTS[fault])


def remark_in_words(remark: Remark) -> str:
    return str(REMARKS[remark.why]) % {"typed": remark.typed[:60]}


def column_label(name: str) -> str:
    return str(GoodsRowForm.base_fields[name].label)


def told_of(pasted: PastedGoods) -> Iterator[str]:
    """Every remark with its row and column, then what was left out."""
    for remark in pasted.remarks:
        place = _("Row %(row)s, %(column)s") % {
            "row": remark.line,
            "column": column_label(remark.column),
        }
        yield f"{place}: {remark_in_words(remark)}"
    yield from left_out(pasted)


def left_out(pasted: PastedGoods) -> Iterator[str]:
    for line in pasted.totals:
        yield _("Row %(row)s is a total and is left out.") % {"row": line}
    for heading in pasted.ignored:
        told = _("The column “%(heading)s” is not one of the form's and is left out.")
        yield told % {"heading": heading[:60]}
