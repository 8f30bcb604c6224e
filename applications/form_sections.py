"""The application form as data: its sections in order, apart from their fields.

The source names the form's corner text and first paragraph; the rows below them
are not in it, so the sections follow the order's terms and say so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.forms.base import RowsFormSet, SectionForm
from applications.forms.contract import ContractForm, GoodsFormSet, InsuranceForm
from applications.forms.declaration import DeclarationForm
from applications.forms.financing import FinancingForm, OwnScheduleFormSet
from applications.forms.parties import ApplicantForm, BuyerForm, LenderForm

ORDER = "№ 389-НҚ"


@dataclass(frozen=True)
class Section:
    """A page of the form.

    ``rows_key`` names the table among the raw answers; ``basis`` says what the
    order has to do with it, and ``basis_place`` where. ``anew`` names the answers, also of the
    table's rows, that belong to one application alone: a copy leaves them empty.
    """

    code: str
    title: str | Promise
    introduction: str | Promise
    basis: str | Promise
    basis_place: str | Promise
    form: type[SectionForm] | None = None
    rows: type[RowsFormSet] | None = None
    rows_key: str = ""
    anew: frozenset[str] = frozenset()

    @property
    def has_answers(self) -> bool:
        return self.form is not None or self.rows is not None


FIRST_PARAGRAPH = _("The form's first paragraph")
PARAGRAPH_1 = _("Rules, paragraph 1")
PARAGRAPH_3 = _("Rules, paragraph 3")
PARAGRAPH_4 = _("Rules, paragraph 4")

SECTIONS: tuple[Section, ...] = (
    Section(
        "applicant",
        _("Applicant"),
        _("Your organisation, the person to ask, and the account."),
        _("The exporter asks the financial agent to consider subsidising the interest rate."),
        FIRST_PARAGRAPH,
        form=ApplicantForm,
    ),
    Section(
        "lender",
        _("Lender"),
        _("The organisation that gives the buyer the credit or the lease."),
        _(
            "Credits and leases of second-tier banks, the Development Bank of Kazakhstan and"
            " other legal entities that carry out leasing are subsidised, in the lender's favour."
        ),
        PARAGRAPH_4,
        form=LenderForm,
    ),
    Section(
        "buyer",
        _("Foreign buyer"),
        _("The company abroad that buys and pays the interest."),
        _("The credit or the lease is given to a foreign buyer."),
        PARAGRAPH_3,
        form=BuyerForm,
    ),
    Section(
        "contract",
        _("Export contract"),
        _("The contract between you and the buyer."),
        _("The financing serves a purchase by a foreign buyer."),
        PARAGRAPH_3,
        form=ContractForm,
        anew=frozenset(
            (
                "contract_number",
                "contract_date",
                "contract_amount",
                "delivery_until",
            )
        ),
    ),
    Section(
        "goods",
        _("Goods and services"),
        _("Everything the financing pays for, one entry for each item."),
        _(
            "Goods and services of manufacturing that are produced in Kazakhstan and stand"
            " on the list of annex 2."
        ),
        PARAGRAPH_4,
        rows=GoodsFormSet,
        rows_key="rows",
        anew=frozenset(
            (
                "quantity",
                "price",
                "amount",
                "origin_proof_number",
                "origin_proof_date",
                "origin_valid_until",
            )
        ),
    ),
    Section(
        "financing",
        _("Financing"),
        _("The credit or the lease, as agreed with the lender."),
        _("The interest rate of this credit or lease is what is subsidised."),
        PARAGRAPH_1,
        form=FinancingForm,
        rows=OwnScheduleFormSet,
        rows_key="own_schedule",
        anew=frozenset(
            (
                "agreement_number",
                "agreement_date",
                "financing_amount",
                "nominal_rate_percent",
                "first_disbursement",
                "advance_payment",
                "date",
                "principal",
            )
        ),
    ),
    Section(
        "insurance",
        _("Insurance"),
        _("The insurance by Kazakhstan's export credit agency."),
        _("The goods and services are to be insured by the export credit agency of Kazakhstan."),
        PARAGRAPH_4,
        form=InsuranceForm,
        anew=frozenset(
            (
                "insurance_number",
                "insurance_date",
                "insured_amount",
            )
        ),
    ),
    Section(
        "subsidy",
        _("Subsidy asked for"),
        _("Computed from your financing and the reference rate. There is nothing to enter."),
        _("Nominal rate less the reference rate of the financing's currency."),
        _("Public practice, not in the text of the order that we hold"),
    ),
    Section(
        "documents",
        _("Documents"),
        _("The papers that support your answers."),
        _("The portal's own list: the order's list of documents is not in our sources."),
        _("Assumption"),
    ),
    Section(
        "declaration",
        _("Declaration"),
        _("Who signs the application and what they confirm."),
        _("The application is made in the applicant's name."),
        FIRST_PARAGRAPH,
        form=DeclarationForm,
        anew=frozenset(
            (
                "declared",
                "consent_personal_data",
            )
        ),
    ),
)

SECTION_OF_CODE = {section.code: section for section in SECTIONS}
ANSWERED_SECTIONS = tuple(section for section in SECTIONS if section.has_answers)


def following(section: Section) -> Section | None:
    """The section after this one, None after the last."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None


def section_title(code: str) -> str | Promise:
    """A section's title; any other code is of the application as a whole."""
    section = SECTION_OF_CODE.get(code)
    return section.title if section else _("The application as a whole")
