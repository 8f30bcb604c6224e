"""What each rule of a register says to the person who has to mend the file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULE_TEXTS: dict[str, Promise] = {
    "column_missing": _("This column is missing. Add it with exactly this heading."),
    "column_unknown": _("This column is not part of a register. Delete it."),
    "column_twice": _("This heading stands more than once. Keep one column."),
    "too_few_cells": _("The row has fewer cells than there are headings."),
    "too_many_cells": _(
        "The row has more cells than there are headings. Put a value with a separator in "
        "double quotes."
    ),
    "broken_quotes": _("Double quotes are opened and not closed, or stand inside a value."),
    "row_too_long": _("The row is too long to be a loan. Check its double quotes."),
    "not_utf8": _("The row is not UTF-8 text. Save the file as CSV UTF-8."),
    "unreadable": _("This cannot be read as a table. Save the register anew."),
    "unreadable_workbook": _("The workbook cannot be read. Save the register as CSV UTF-8."),
    "several_sheets": _("The workbook has more than one sheet. Keep only the register's."),
    "too_many_rows": _("There are more rows than a register can have."),
    "column_type": _("The column's type is not text, a number, a day or true and false."),
    "identifier_is_number": _(
        "The identifier is stored as a number, so leading zeros are lost. Store it as text."
    ),
    "formula_cell": _("There is a formula in the cell. Replace it by its value."),
    "formula_without_result": _(
        "There is a formula without a result in the cell. Enter the value itself."
    ),
    "empty_row": _("The row is empty. Delete it."),
    "no_rows": _("There are headings and no loans."),
    "required": _("The cell is empty. Every loan needs this value."),
    "formula": _("The value begins like a formula (=, +, -, @). Enter the value itself."),
    "line_break": _("There is a line break inside the cell. Remove it."),
    "spaces": _("There is a space in the value. Remove it."),
    "scientific": _(
        "The number is written as 8.1E+11: a spreadsheet has shortened it. Format the "
        "column as text and enter all digits."
    ),
    "negative": _("The amount is negative. Enter zero or more."),
    "decimal_comma": _("Use a decimal point, not a comma: 1234567.50"),
    "separators": _("Write the amount in plain digits, without spaces or separators: 1234567.50"),
    "too_many_decimals": _("There are more than two digits after the point. Round to tiyn."),
    "too_large": _("The amount has more than 16 digits. Check it."),
    "not_a_number": _("This is not an amount. Use digits and a decimal point: 1234567.50"),
    "not_a_date": _("This is not a day of the calendar. Write 2026-03-31 or 31.03.2026."),
    "not_an_identifier": _(
        "Use up to 64 letters, digits and the signs - _ / . : # for a loan's identifier."
    ),
    "loan_twice": _("This loan stands in an earlier row. Keep one row a loan."),
    "lost_zero": _(
        "A BIN or IIN has 12 digits: a spreadsheet has dropped the leading zero. Format the "
        "column as text and enter all 12 digits."
    ),
    "float_identifier": _(
        "A spreadsheet has made a number with decimals of the BIN or IIN. Enter its 12 digits."
    ),
    "not_twelve_digits": _(
        "Enter a BIN or IIN of 12 digits, or a code with a letter for a borrower without one."
    ),
    "not_whole_days": _("Enter whole days, zero or more, up to five digits."),
    "not_a_currency": _("Enter a currency in use by its ISO code, for example KZT."),
    "not_true_or_false": _("Enter true or false, in these English words."),
    "not_a_weight": _("Enter the risk weight in percent, from 0 to 1250, for example 100."),
    "other_cut_off_date": _("The day is not the cut-off date that the register was uploaded for."),
    "past_due_above_balance": _("The overdue principal is larger than the principal balance."),
    "past_due_above_interest": _("The overdue interest is larger than the accrued interest."),
    "chargeoff_date_missing": _("A loan off the balance sheet needs its charge-off date."),
    "chargeoff_date_on_balance": _(
        "A loan on the balance sheet has no charge-off date. Empty the cell, or enter false "
        "for on_balance_sheet."
    ),
    "chargeoff_date_later": _("The charge-off date is later than the cut-off date."),
}

COLUMN_TEXTS: dict[str, Promise] = {
    "loan_identifier": _("The loan's own number or code, once in the register"),
    "counterparty_identifier": _("The borrower's BIN or IIN, all 12 digits"),
    "cut_off_date": _("The day of the register, the same in every row"),
    "currency": _("ISO code of the loan's currency; the amounts are in tenge all the same"),
    "principal_balance": _("Principal outstanding, tenge"),
    "accrued_interest": _("Interest accrued and not paid, tenge"),
    "days_past_due": _("Calendar days overdue at the cut-off date, 0 if none"),
    "past_due_principal": _("The overdue part of the principal, tenge"),
    "past_due_interest": _("The overdue part of the interest, tenge"),
    "provision_amount": _("Provisions formed, tenge; they do not reduce the share"),
    "on_balance_sheet": _("true, or false for a loan written off the balance sheet"),
    "chargeoff_date": _("The day of the write-off; empty for a loan on the balance sheet"),
    "risk_weight": _("Weight by credit risk, percent"),
}
