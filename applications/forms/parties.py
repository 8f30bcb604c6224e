"""Who takes part: the exporter, the lender, the foreign buyer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.base import SectionForm, choice, text
from applications.forms.identifiers import BusinessNumberField, IbanField, PhoneField
from languages.forms import CountryField
from languages.long_select import SearchableSelect

LENDER_KINDS = [
    ("bank", _("Second-tier bank")),
    ("development_bank", _("Development Bank of Kazakhstan")),
    ("lessor", _("Another legal entity that carries out leasing")),
]


class ApplicantForm(SectionForm):
    name_kk = text(_("Name in Kazakh"), required=_("Enter the name in Kazakh"))
    name_ru = text(_("Name in Russian"), required=_("Enter the name in Russian"))
    address = text(_("Address"), required=_("Enter the address"), max_length=500)
    head_name = text(
        _("Head of the organisation"),
        required=_("Enter the full name of the head"),
        help_text=_("Full name, as in the registration document"),
    )
    contact_name = text(_("Contact person"), required=_("Enter the contact person's name"))
    contact_phone = PhoneField(label=_("Telephone"), max_length=40)
    contact_email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "required": _("Enter an e-mail address"),
            "invalid": _("Enter an e-mail address in full, for example name@example.kz"),
        },
    )
    iban = IbanField(label=_("IBAN"), max_length=60, help_text=_("Begins with KZ, 20 characters"))


class LenderForm(SectionForm):
    lender_kind = choice(
        _("Who finances the buyer?"), LENDER_KINDS, required=_("Choose who finances the buyer")
    )
    lender_business_number = BusinessNumberField(
        label=_("Lender's BIN"), max_length=40, help_text=_("12 digits")
    )
    lender_name = text(_("Lender's name"), required=_("Enter the lender's name"))
    lender_contact = text(
        _("Lender's contact"),
        help_text=_("Name, telephone or e-mail of the person who handles this financing"),
    )


class BuyerForm(SectionForm):
    buyer_name = text(
        _("Buyer's name"),
        required=_("Enter the buyer's name"),
        help_text=_("As it stands in the export contract"),
    )
    buyer_country = CountryField(label=_("Country of the buyer"), widget=SearchableSelect)
    buyer_registration_number = text(
        _("Registration number in that country"),
        required=_("Enter the buyer's registration number"),
        max_length=100,
    )
    buyer_address = text(
        _("Buyer's address"), required=_("Enter the buyer's address"), max_length=500
    )
    buyer_signatory = text(
        _("Who signs for the buyer"), required=_("Enter who signs for the buyer")
    )
