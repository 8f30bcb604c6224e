"""What an applicant can do about a finding; officers are told something else."""

from django.utils.translation import gettext_lazy as _

from applications.checks.wording import Text

AGENT_LOOKS = _("There is nothing to do for you: the financial agent looks into it.")
CORRECT_DATE = _("Correct the date, or explain it to the financial agent.")
CORRECT_AMOUNT = _("Correct the amounts, or explain them to the financial agent.")

APPLICANT_ADVICE: dict[tuple[str, str], Text] = {
    ("organisation_confirmed", "unconfirmed"): _(
        "Ask the financial agent to confirm your organisation."
    ),
    ("edition_stands", "other_edition"): AGENT_LOOKS,
    ("edition_stands", "no_edition"): AGENT_LOOKS,
    ("lender_kind", "not_allowed"): _("Correct the lender, or ask the financial agent."),
    ("lender_bin", "invalid"): _("Correct the lender's BIN."),
    ("buyer_foreign", "not_foreign"): _("Correct the country of the buyer."),
    ("goods_on_list", "no_list"): AGENT_LOOKS,
    ("goods_on_list", "sample_list"): AGENT_LOOKS,
    ("goods_on_list", "not_on_list"): _(
        "Correct the codes; what is not on the list is not subsidised."
    ),
    ("made_in_kazakhstan", "no_proof"): _("Attach the proof of origin and enter its number."),
    ("made_in_kazakhstan", "expired"): _("Attach a proof of origin that is valid."),
    ("insured", "other_instrument"): _("Correct the kind of financing or the insurance."),
    ("insured_amount", "too_low"): _("Have the cover raised, or explain it."),
    ("insured_amount", "other_currency"): _("Have the cover changed, or explain it."),
    ("term", "too_long"): _("Only the allowed term can be subsidised: correct the term."),
    ("term", "no_norm"): AGENT_LOOKS,
    ("rate_above_reference", "not_above"): _("Correct the rate, if it is wrong."),
    ("rate_above_reference", "no_rate"): AGENT_LOOKS,
    ("reference_stands", "corrected"): AGENT_LOOKS,
    ("reference_stands", "entered_since"): AGENT_LOOKS,
    ("reference_stands", "still_unknown"): AGENT_LOOKS,
    ("reference_stands", "withdrawn"): AGENT_LOOKS,
    ("dates", "in_the_future"): CORRECT_DATE,
    ("dates", "delivery_before_contract"): CORRECT_DATE,
    ("dates", "financing_before_contract"): CORRECT_DATE,
    ("dates", "paid_before_agreed"): CORRECT_DATE,
    ("dates", "insured_before_contract"): CORRECT_DATE,
    ("amounts", "goods_above_contract"): CORRECT_AMOUNT,
    ("amounts", "financing_above_contract"): CORRECT_AMOUNT,
    ("amounts", "other_currency"): AGENT_LOOKS,
    ("not_twice", "other_case"): _("Withdraw one of the two, or explain why there are two."),
    ("documents", "missing"): _("Attach the missing documents."),
    ("budget", "exceeded"): AGENT_LOOKS,
    ("budget", "no_budget"): AGENT_LOOKS,
    ("budget", "not_comparable"): AGENT_LOOKS,
}
# What other organisations' approvals have taken is not told.
STAFF_ONLY_VALUES = frozenset({"budget_committed"})
