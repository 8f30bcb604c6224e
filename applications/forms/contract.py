"""What is sold: the export contract, the goods and services, their insurance."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.forms.base import MISSING, RowsFormSet, SectionForm, choice, text
from applications.forms.identifiers import HsCodeField
from languages.amounts import parse_amount
from languages.forms import AmountField, CurrencyField, DayField
from languages.long_select import SearchableSelect

# The eleven rules of Incoterms 2020 by their codes and English names, as contracts name them.
INCOTERMS = {
    "EXW": "Ex Works",
    "FCA": "Free Carrier",
    "CPT": "Carriage Paid To",
    "CIP": "Carriage and Insurance Paid To",
    "DAP": "Delivered at Place",
    "DPU": "Delivered at Place Unloaded",
    "DDP": "Delivered Duty Paid",
    "FAS": "Free Alongside Ship",
    "FOB": "Free On Board",
    "CFR": "Cost and Freight",
    "CIF": "Cost, Insurance and Freight",
}
ORIGIN_PROOFS = [
    ("st_kz", _("ST-KZ certificate")),
    ("industrial_certificate", _("Industrial certificate")),
]
INSURANCE_INSTRUMENTS = [
    ("financial_leasing", _("Insurance of financial leasing")),
    ("credit_institution", _("Insurance of a credit institution financing a foreign buyer")),
]
MOST_GOODS = 50
CENT = Decimal("0.01")


class ContractForm(SectionForm):
    contract_number = text(
        _("Contract number"), required=_("Enter the contract's number"), max_length=100
    )
    contract_date = DayField(label=_("Date of the contract"))
    contract_amount = AmountField(label=_("Contract amount"), min_value=CENT)
    contract_currency = CurrencyField(label=_("Currency of the contract"), widget=SearchableSelect)
    incoterms = forms.ChoiceField(
        label=_("Terms of delivery (Incoterms 2020)"),
        choices=[
            ("", _("Choose the terms of delivery")),
            *((code, f"{code} — {name}") for code, name in INCOTERMS.items()),
        ],
        widget=SearchableSelect,
        error_messages={MISSING: _("Choose the terms of delivery")},
    )
    delivery_place = text(
        _("Place or port named with the terms of delivery"),
        help_text=_("As in the contract; for FAS, FOB, CFR and CIF a port"),
        max_length=200,
    )
    delivery_until = DayField(label=_("Delivery until"))

    def clean(self) -> dict[str, Any]:
        signed = self.cleaned_data.get("contract_date")
        delivered = self.cleaned_data.get("delivery_until")
        if signed and delivered and delivered < signed:
            self.refuse("delivery_until", _("Delivery must not end before the contract's date"))
        return self.cleaned_data


class GoodsRowForm(SectionForm):
    hs_code = HsCodeField(
        label=_("HS code"), max_length=20, help_text=_("6, 8 or 10 digits, as in the contract")
    )
    description = text(
        _("Goods or service"), required=_("Describe the goods or the service"), max_length=1000
    )
    quantity = AmountField(
        label=_("Quantity"),
        decimal_places=3,
        min_value=Decimal("0.001"),
        error_messages={MISSING: _("Enter the quantity")},
    )
    unit = text(_("Unit"), required=_("Enter the unit, for example: piece"), max_length=50)
    price = AmountField(
        label=_("Price of one unit"), decimal_places=4, help_text=_("In the contract's currency")
    )
    amount = AmountField(label=_("Amount"), help_text=_("Quantity × price"))
    origin_proof_kind = forms.ChoiceField(
        label=_("Proof that it is produced in Kazakhstan"),
        choices=[("", _("Choose the proof of origin")), *ORIGIN_PROOFS],
        error_messages={MISSING: _("Choose the proof of origin")},
    )
    origin_proof_number = text(
        _("Number of the proof"),
        required=_("Enter the number of the proof of origin"),
        max_length=100,
    )
    origin_proof_date = DayField(label=_("Issued on"))
    origin_valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Leave empty if it names no last day"),
    )

    def clean(self) -> dict[str, Any]:
        self._check_product()
        issued = self.cleaned_data.get("origin_proof_date")
        ends = self.cleaned_data.get("origin_valid_until")
        if issued and ends and ends < issued:
            self.refuse("origin_valid_until", _("The last day lies before the day of issue"))
        return self.cleaned_data

    def _check_product(self) -> None:
        names = ("quantity", "price", "amount")
        figures = [self.cleaned_data[name] for name in names if name in self.cleaned_data]
        if len(figures) < len(names):
            return
        quantity, price, amount = figures
        product = (quantity * price).quantize(CENT, ROUND_HALF_UP)
        if product != amount:
            self.refuse(
                "amount",
                _("Quantity × price is %(product)s. Correct one of the three.")
                % {"product": self.fields["amount"].prepare_value(product)},
                "not_the_product",
            )


class BaseGoodsFormSet(RowsFormSet):
    row_name = _("Item")
    nothing_entered = _("Add at least one good or service")

    def clean(self) -> None:
        super().clean()
        contract = _contract_amount(self.siblings.get("contract", {}))
        if contract is not None and self.total > contract:
            raise ValidationError(
                _("The items add up to more than the contract amount. Correct one of the two."),
                code="above_contract",
            )

    @property
    def total(self) -> Decimal:
        """The sum of the amounts that can be read, in the contract's currency."""
        if not self.is_bound:
            return Decimal(0)
        return sum((row.get("amount") or Decimal(0) for row in self.filled), Decimal(0))


GoodsFormSet: Any = forms.formset_factory(
    GoodsRowForm, formset=BaseGoodsFormSet, extra=0, max_num=MOST_GOODS, absolute_max=MOST_GOODS
)


def _contract_amount(contract: dict[str, Any]) -> Decimal | None:
    try:
        return parse_amount(str(contract.get("contract_amount", "")))
    except ValueError:
        return None


class InsuranceForm(SectionForm):
    insurance_instrument = choice(
        _("Which instrument of the export credit agency insures it?"),
        INSURANCE_INSTRUMENTS,
        required=_("Choose the instrument of insurance"),
        help_text=_("A lease goes with the first, a credit with the second."),
    )
    insurance_number = text(
        _("Number of the insurance contract"),
        required=_("Enter the number of the insurance contract"),
        max_length=100,
    )
    insurance_date = DayField(label=_("Date of the insurance contract"))
    insured_amount = AmountField(label=_("Insured amount"), min_value=CENT)
    insurance_currency = CurrencyField(
        label=_("Currency of the insurance"), widget=SearchableSelect
    )
