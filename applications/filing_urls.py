"""The exporter's pages, in the namespace ``applications``."""

from django.urls import path

from applications import (
    copy_views,
    document_views,
    filing_views,
    goods_list_views,
    hearing_views,
    paste_views,
    printout_views,
    saving_views,
    submission_views,
)
from files import table_formats as _list_converters  # noqa: F401

urlpatterns = [
    path("mine/", filing_views.my_cases, name="my_cases"),
    path(
        "mine/file/<table_format:file_format>/",
        filing_views.export_own_cases,
        name="export_own_cases",
    ),
    path("goods-list/", goods_list_views.goods_list, name="goods_list"),
    path("goods-list/suggestions/", goods_list_views.suggestions, name="goods_suggestions"),
    path("start/", filing_views.start, name="start"),
    path("<int:pk>/copy/", copy_views.copy, name="copy"),
    path("<int:pk>/form/", filing_views.task_list, name="task_list"),
    path("<int:pk>/form/discard/", filing_views.discard, name="discard"),
    path("<int:pk>/form/subsidy/", filing_views.subsidy, name="subsidy"),
    path("<int:pk>/form/documents/", document_views.documents, name="documents"),
    path(
        "<int:pk>/form/documents/<int:document_pk>/remove/",
        document_views.remove,
        name="remove_document",
    ),
    path(
        "<int:pk>/form/documents/<int:document_pk>/kind/",
        document_views.move,
        name="move_document",
    ),
    path(
        "<int:pk>/form/financing/preview/",
        filing_views.financing_preview,
        name="financing_preview",
    ),
    path("<int:pk>/form/check/", submission_views.check_answers, name="check_answers"),
    path("<int:pk>/form/submit/", submission_views.submit, name="submit"),
    path("<int:pk>/form/print/", printout_views.draft_page, name="print_draft"),
    path("<int:pk>/form/print/pdf/", printout_views.draft_pdf, name="draft_pdf"),
    path("<int:pk>/print/", printout_views.filed_page, name="print_filed"),
    path("<int:pk>/print/pdf/", printout_views.filed_pdf, name="filed_pdf"),
    path("<int:pk>/form/goods/paste/", paste_views.paste_goods, name="paste_goods"),
    path("<int:pk>/form/goods/paste/read/", paste_views.read_pasted, name="read_pasted"),
    path("<int:pk>/form/<slug:code>/", filing_views.section, name="section"),
    path("<int:pk>/form/<slug:code>/autosave/", saving_views.autosave, name="autosave"),
    path("<int:pk>/form/<slug:code>/settle/", saving_views.settle, name="settle"),
    path("<int:pk>/form/<slug:code>/kept/", saving_views.kept, name="kept"),
    path("<int:pk>/", submission_views.case_page, name="case"),
    path("<int:pk>/hearing/", hearing_views.answer, name="answer_hearing"),
    path("<int:pk>/withdraw/", submission_views.withdraw, name="withdraw"),
    path("<int:pk>/documents/<int:document_pk>/", document_views.download, name="document"),
    path("<int:pk>/documents/<int:document_pk>/scan/", document_views.scan, name="scan_document"),
]
