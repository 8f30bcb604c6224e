"""The words of the checks: by rule, by rule and reason, by value. Findings hold codes only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.checks.finding import Outcome

Text = str | Promise

OUTCOMES: dict[str, Text] = {
    Outcome.FAIL: _("Not met"),
    Outcome.UNKNOWN: _("Not known"),
    Outcome.WARNING: _("Warning"),
    Outcome.PASS: _("Met"),
}

TITLES: dict[str, Text] = {
    "organisation_confirmed": _("The applicant's organisation is confirmed"),
    "edition_stands": _("The edition of the order is that of the first submission's day"),
    "lender_kind": _("The lender is of an allowed kind"),
    "lender_bin": _("The lender's BIN is valid"),
    "buyer_foreign": _("The buyer is foreign"),
    "goods_on_list": _("The goods and services are on the list"),
    "made_in_kazakhstan": _("Produced in Kazakhstan"),
    "insured": _("Insured under the fitting instrument"),
    "insured_amount": _("The insured sum covers the financing"),
    "term": _("The term is within the limit"),
    "rate_above_reference": _("The nominal rate is above the reference rate"),
    "reference_stands": _("The reference rate of the case is the published one"),
    "dates": _("The dates agree with each other"),
    "amounts": _("The amounts agree with each other"),
    "not_twice": _("The contract is not subsidised twice"),
    "documents": _("The documents are complete"),
    "budget": _("The year's budget suffices"),
}

# What was found, and for all but a pass what to do about it.
MESSAGES: dict[tuple[str, str], tuple[Text, Text]] = {
    ("organisation_confirmed", "confirmed"): (_("The financial agent has confirmed it."), ""),
    ("organisation_confirmed", "unconfirmed"): (
        _("The financial agent has not confirmed it."),
        _("Confirm or reject the organisation."),
    ),
    ("edition_stands", "stands"): (
        _("The case belongs to the edition in force on the day of its first submission."),
        "",
    ),
    ("edition_stands", "other_edition"): (
        _("An edition entered since was in force on that day; the case keeps its own."),
        _("Clarify which edition applies before concluding."),
    ),
    ("edition_stands", "no_edition"): (
        _("By what the portal knows now, no edition was in force on that day."),
        _("Have the editions checked."),
    ),
    ("lender_kind", "allowed"): (_("The rules name this kind of lender."), ""),
    ("lender_kind", "not_allowed"): (
        _("The rules do not name this kind of lender."),
        _("Ask who grants the credit or the lease."),
    ),
    ("lender_bin", "valid"): (_("The check digit is right."), ""),
    ("lender_bin", "invalid"): (
        _("The number is no valid BIN."),
        _("Return the application so that the BIN is corrected."),
    ),
    ("buyer_foreign", "foreign"): (_("The buyer is of another country."), ""),
    ("buyer_foreign", "not_foreign"): (
        _("The buyer is in Kazakhstan."),
        _("The subsidy is for foreign buyers only: clarify who buys."),
    ),
    ("goods_on_list", "no_list"): (
        _("No list of goods is in force in the portal on that day."),
        _("Compare the HS codes with annex 2 of the order by hand."),
    ),
    ("goods_on_list", "sample_list"): (
        _("The portal has only a sample of the list, which proves nothing."),
        _("Compare the HS codes with annex 2 of the order by hand."),
    ),
    ("goods_on_list", "not_on_list"): (
        _("These HS codes begin with no entry of the list."),
        _("Return the application so that the codes are corrected, or conclude against it."),
    ),
    ("goods_on_list", "on_list"): (_("Every HS code begins with an entry of the list."), ""),
    ("made_in_kazakhstan", "no_proof"): (
        _("A proof of origin is missing."),
        _("Return the application and ask for the certificate."),
    ),
    ("made_in_kazakhstan", "expired"): (
        _("A proof of origin is not valid on the day of submission."),
        _("Return the application and ask for a valid certificate."),
    ),
    ("made_in_kazakhstan", "proved"): (
        _("Every line has a proof of origin that is valid on the day of submission."),
        "",
    ),
    ("insured", "fits"): (_("The instrument fits the kind of financing."), ""),
    ("insured", "other_instrument"): (
        _("The instrument does not fit the kind of financing."),
        _("A lease goes with the insurance of financial leasing, a credit with the other one."),
    ),
    ("insured_amount", "covers"): (
        _("Same currency, and the insured sum is not below the financing."),
        "",
    ),
    ("insured_amount", "too_low"): (
        _("The insured sum is below the financing."),
        _("Ask for a higher cover or for the reason."),
    ),
    ("insured_amount", "other_currency"): (
        _("The insurance is in another currency than the financing."),
        _("Ask for cover in the financing's currency or for the reason."),
    ),
    ("term", "within"): (_("The term is not longer than allowed."), ""),
    ("term", "too_long"): (
        _("The term is longer than the subsidy may last."),
        _("Only the allowed term can be subsidised: clarify with the applicant."),
    ),
    ("term", "no_norm"): (
        _("No limit of the term is known for that day."),
        _("Look the limit up in the rules."),
    ),
    ("rate_above_reference", "above"): (_("There is an interest to subsidise."), ""),
    ("rate_above_reference", "not_above"): (
        _("The nominal rate is not above the reference rate: nothing is left to subsidise."),
        _("Clarify the rate with the applicant, or conclude against the application."),
    ),
    ("rate_above_reference", "no_rate"): (
        _("The reference rate of that day is not known."),
        _("Have the rate entered, then recompute the case."),
    ),
    ("reference_stands", "stands"): (
        _("The rate fixed with the case is the one published for its day."),
        "",
    ),
    ("reference_stands", "corrected"): (
        _("The rate of that day has been corrected since; the case keeps the one it was filed by."),
        _("Clarify which rate applies before concluding."),
    ),
    ("reference_stands", "entered_since"): (
        _("The rate of that day has been entered since; the case does not count with it yet."),
        _("Recompute the case."),
    ),
    ("reference_stands", "still_unknown"): (
        _("Neither the case nor the portal knows the rate of that day."),
        _("Have the rate entered, then recompute the case."),
    ),
    ("reference_stands", "withdrawn"): (
        _("The rate that the case was filed by is no longer among the published ones."),
        _("Clarify which rate applies before concluding."),
    ),
    ("dates", "in_order"): (_("No date contradicts another."), ""),
    ("dates", "in_the_future"): (
        _("A contract bears a date after the submission."),
        _("Return the application so that the date is corrected."),
    ),
    ("dates", "delivery_before_contract"): (
        _("Delivery ends before the contract was made."),
        _("Return the application so that the date is corrected."),
    ),
    ("dates", "financing_before_contract"): (
        _("The financing was agreed before the export contract."),
        _("Ask whether the financing is for this contract."),
    ),
    ("dates", "paid_before_agreed"): (
        _("The first disbursement lies before the financing agreement."),
        _("Return the application so that the date is corrected."),
    ),
    ("dates", "insured_before_contract"): (
        _("The insurance was agreed before the export contract."),
        _("Ask whether the insurance is for this contract."),
    ),
    ("amounts", "consistent"): (_("Goods and financing are within the contract's amount."), ""),
    ("amounts", "goods_above_contract"): (
        _("The goods add up to more than the contract."),
        _("Return the application so that the amounts are corrected."),
    ),
    ("amounts", "financing_above_contract"): (
        _("The financing and the advance payment exceed the contract."),
        _("Ask what the rest is for, or return the application."),
    ),
    ("amounts", "other_currency"): (
        _("The contract and the financing are in different currencies."),
        _("Compare the amounts by hand."),
    ),
    ("not_twice", "only_case"): (_("No other open or approved case has this contract."), ""),
    ("not_twice", "other_case"): (
        _("Another open or approved case has the same contract."),
        _("Compare the two cases before concluding."),
    ),
    ("documents", "complete"): (_("Every required document is attached."), ""),
    ("documents", "missing"): (
        _("Documents are missing."),
        _("Return the application and name the missing documents."),
    ),
    ("budget", "within"): (_("The year's budget has room for this subsidy."), ""),
    ("budget", "exceeded"): (
        _("This subsidy would exceed the year's budget."),
        _("Approvals are counted first come, first served: ask about the budget."),
    ),
    ("budget", "no_budget"): (
        _("No budget has been entered for the year."),
        _("Ask for the budget to be entered."),
    ),
    ("budget", "not_comparable"): (
        _("The sums are in different currencies or not known, so they cannot be added."),
        _("Compare with the budget by hand."),
    ),
}

LABELS: dict[str, Text] = {
    "lender_kind": _("Kind of lender"),
    "lender_bin": _("Lender's BIN"),
    "buyer_country": _("Country of the buyer"),
    "goods_list": _("List"),
    "hs_code": _("HS code"),
    "origin_number": _("Proof of origin"),
    "origin_issued_on": _("Issued on"),
    "origin_valid_until": _("Valid until"),
    "financing_kind": _("Kind of financing"),
    "insurance_instrument": _("Instrument of insurance"),
    "insured_amount": _("Insured amount"),
    "financing_amount": _("Amount of the financing"),
    "term_months": _("Term, months"),
    "maximum_term_months": _("Longest term, months"),
    "nominal_rate": _("Nominal annual rate"),
    "reference_rate": _("Reference rate"),
    "reference_frozen": _("Fixed with the case"),
    "reference_published": _("Published for that day"),
    "first_day": _("Day of the first submission"),
    "edition_of_case": _("Edition of the case"),
    "edition_of_day": _("Edition of that day"),
    "submitted_on": _("Day of submission"),
    "contract_date": _("Date of the contract"),
    "delivery_until": _("Delivery until"),
    "agreement_date": _("Date of the financing agreement"),
    "first_disbursement": _("First disbursement"),
    "insurance_date": _("Date of the insurance contract"),
    "contract_amount": _("Contract amount"),
    "goods_amount": _("Sum of the goods and services"),
    "advance_amount": _("Advance payment by the buyer"),
    "contract_number": _("Contract number"),
    "other_case": _("Other case"),
    "missing_document": _("Missing"),
    "budget_year": _("Year"),
    "budget_amount": _("Budget of the year"),
    "budget_committed": _("Taken by approvals"),
    "subsidy_asked": _("Subsidy over the whole term"),
}

SURENESS: dict[str, Text] = {
    "S": _("stands in the act"),
    "P": _("from a public source, not from this order"),
    "A": _("a rule of the portal's own"),
}
