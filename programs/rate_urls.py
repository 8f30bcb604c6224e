"""The pages of the reference rates, in the namespace ``programs``."""

from django.urls import path

from files import table_formats as _table_formats  # noqa: F401
from programs import rate_file_views, rate_proposal_views, rate_views

rate_patterns = [
    path("reference-rates/", rate_views.reference_rates, name="reference_rates"),
    path(
        "reference-rates/file/<table_format:file_format>/",
        rate_views.export_rates,
        name="export_rates",
    ),
    path("reference-rates/entries/", rate_views.rate_entries, name="rate_entries"),
    path(
        "reference-rates/entries/<int:rate_id>/correct/",
        rate_views.correct_rate,
        name="correct_rate",
    ),
    path("reference-rates/uploads/", rate_file_views.rate_upload, name="rate_upload"),
    path(
        "reference-rates/uploads/template/<table_format:file_format>/",
        rate_file_views.rate_template,
        name="rate_template",
    ),
    path(
        "reference-rates/uploads/<int:upload_id>/",
        rate_file_views.rate_preview,
        name="rate_preview",
    ),
    path(
        "reference-rates/proposals/<int:proposal_id>/",
        rate_proposal_views.rate_proposal,
        name="rate_proposal",
    ),
    path(
        "reference-rates/proposals/<int:proposal_id>/file/",
        rate_proposal_views.proposed_file,
        name="proposed_file",
    ),
    path(
        "reference-rates/proposals/<int:proposal_id>/approve/",
        rate_proposal_views.approve_rates,
        name="approve_rates",
    ),
    path(
        "reference-rates/proposals/<int:proposal_id>/reject/",
        rate_proposal_views.reject_rates,
        name="reject_rates",
    ),
    path(
        "reference-rates/proposals/<int:proposal_id>/withdraw/",
        rate_proposal_views.withdraw_rates,
        name="withdraw_rates",
    ),
]
