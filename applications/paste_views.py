"""Goods rows pasted from a spreadsheet: shown first, then added or put in place of the others."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PortalRequest
from applications.answer_display import Card, raw_cards
from applications.answers import DraftAnswers, draft_answers
from applications.filing_views import applicant_only, open_case, own_case, save_typed
from applications.form_sections import SECTION_OF_CODE
from applications.forms.contract import MOST_GOODS
from applications.models import Case
from applications.pasted_rows.cells import MOST_CHARACTERS
from applications.pasted_rows.goods import PastedGoods, Row, read_goods
from applications.pasted_rows.goods_columns import NAMES
from applications.pasted_rows.wording import (
    column_label,
    fault_in_words,
    left_out,
    remark_in_words,
    told_of,
)
from applications.section_posts import posted_number
from applications.section_sheets import SectionSheet

GOODS = SECTION_OF_CODE["goods"]


class PasteForm(forms.Form):
    """Whatever was pasted stays in the field, however wrong it is."""

    pasted = forms.CharField(
        label=gettext_lazy("Rows from the spreadsheet"),
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text=gettext_lazy(
            "Copy the cells, with or without their heading row, and paste them here."
        ),
        error_messages={
            "required": gettext_lazy("Paste the rows"),
            "max_length": gettext_lazy(
                "This is more than a table of goods can hold. Paste fewer rows."
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@applicant_only
def paste_goods(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, case, form, draft_answers(case), None)
    draft = draft_answers(case)
    pasted = read_goods(form.cleaned_data["pasted"], most=MOST_GOODS)
    if pasted.fault:
        form.add_error("pasted", fault_in_words(pasted.fault))
        return _show(request, case, form, draft, None)
    if "add" in request.POST or "replace" in request.POST:
        return _keep(request, case, form, draft, pasted)
    return _show(request, case, form, draft, pasted)


def _keep(
    request: PortalRequest, case: Case, form: PasteForm, draft: DraftAnswers, pasted: PastedGoods
) -> HttpResponse:
    """A preview of rows that have changed since, also by its own first click, asks anew."""
    if posted_number(request, "version") != _version(draft):
        messages.info(request, _("The table has changed since. Look at it once more."))
        return _show(request, case, form, draft, pasted)
    rows = [*_filled(draft), *pasted.rows] if "add" in request.POST else list(pasted.rows)
    if len(rows) > MOST_GOODS:
        form.add_error("pasted", _too_many(len(rows)))
        return _show(request, case, form, draft, pasted)
    answer = save_typed(request, case, GOODS, {GOODS.rows_key: rows}, _version(draft))
    if answer is None:
        messages.success(request, _added(len(pasted.rows)))
    return answer or redirect(f"{reverse('applications:section', args=[case.pk, 'goods'])}?check=1")


def _too_many(count: int) -> str:
    told = _("That would make %(count)s entries; the table holds %(most)s at most.")
    return told % {"count": count, "most": MOST_GOODS}


def _added(count: int) -> str:
    told = ngettext("%(count)s row is in the table.", "%(count)s rows are in the table.", count)
    return told % {"count": count}


def _version(draft: DraftAnswers) -> int:
    stored = draft.sections.get("goods")
    return stored.version if stored else 0


def _filled(draft: DraftAnswers) -> list[Row]:
    """The stored rows that hold something."""
    rows = draft.raw.get("goods", {}).get(GOODS.rows_key, [])
    return [row for row in rows if any(row.values())]


def _show(
    request: PortalRequest,
    case: Case,
    form: PasteForm,
    draft: DraftAnswers,
    pasted: PastedGoods | None,
) -> HttpResponse:
    there = len(_filled(draft))
    context = {
        "case": case,
        "form": form,
        "columns": [column_label(name) for name in NAMES],
        "there": there,
        "most": MOST_GOODS,
        "version": _version(draft),
        "preview": _preview(draft, pasted) if pasted else None,
        "may_add": pasted is not None and there + len(pasted.rows) <= MOST_GOODS,
    }
    return render(request, "applications/filing/paste_goods.html", context)


def _preview(draft: DraftAnswers, pasted: PastedGoods) -> dict[str, Any]:
    sheet = SectionSheet(
        GOODS, {GOODS.rows_key: list(pasted.rows)}, checked=True, siblings=draft.raw
    )
    remarked = {(remark.line, remark.column) for remark in pasted.remarks if remark.left_empty}
    return {
        "rows": _rows(pasted, sheet),
        "faults": list(_faults(pasted, sheet, remarked)),
        "left_out": list(left_out(pasted)),
        "columns": [{"label": _("Row")}, *({"label": column_label(name)} for name in NAMES)],
    }


def _rows(pasted: PastedGoods, sheet: SectionSheet) -> list[list[str]]:
    cards: list[Card] = list(raw_cards(GOODS, sheet.raw))
    return [
        [str(line), *(cell["value"] or "–" for cell in card.rows)]
        for line, card in zip(pasted.lines, cards, strict=True)
    ]


def _faults(
    pasted: PastedGoods, sheet: SectionSheet, remarked: set[tuple[int, str]]
) -> list[dict[str, str]]:
    """By row, then by column in the table's order: what was spoiled, wrong, or is missing."""
    found = [(r.line, r.column, remark_in_words(r)) for r in pasted.remarks]
    for line, errors in zip(pasted.lines, _form_errors(sheet), strict=True):
        found += [(line, name, message) for name, message in errors if (line, name) not in remarked]
    found.sort(key=lambda one: (one[0], NAMES.index(one[1])))
    return [
        {"row": str(line), "column": column_label(name), "text": text} for line, name, text in found
    ]


def _form_errors(sheet: SectionSheet) -> list[list[tuple[str, str]]]:
    forms_of_rows = sheet.rows.forms if sheet.rows is not None else []
    return [
        [(name, " ".join(map(str, errors))) for name, errors in form.errors.items()]
        for form in forms_of_rows
    ]


@require_POST
@applicant_only
def read_pasted(request: PortalRequest, pk: int) -> HttpResponse:
    """A block pasted into the table's own cells, read for a script; nothing is saved."""
    own_case(request, pk)
    first = request.POST.get("first", "")
    text = request.POST.get("pasted", "")
    pasted = read_goods(text, most=MOST_GOODS, first=first if first in NAMES else NAMES[0])
    if pasted.fault:
        return JsonResponse({"told": [fault_in_words(pasted.fault)], "rows": []}, status=422)
    return JsonResponse({"rows": _cells(pasted), "told": list(told_of(pasted))})


def _cells(pasted: PastedGoods) -> list[Row]:
    """Only what the block says something about: an empty cell leaves what stands there."""
    return [{name: value for name, value in row.items() if value} for row in pasted.rows]
