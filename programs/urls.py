from django.urls import path, re_path

from programs import catalogue_views, change_record_views, revision_views, row_views, table_views
from programs.calculators import file_views as calculator_files
from programs.calculators import views as calculator_views
from programs.finding.urls import finding_patterns
from programs.instruments import views as instrument_views
from programs.rate_urls import rate_patterns

app_name = "programs"
urlpatterns = [
    path("", catalogue_views.programme_list, name="programme_list"),
    *finding_patterns,
    path("changes/", change_record_views.change_record, name="change_record"),
    path("changes/pdf/", change_record_views.change_record_pdf, name="change_record_pdf"),
    re_path(
        r"^changes/(?P<file_format>csv|xlsx)/$",
        change_record_views.change_record_table,
        name="change_record_table",
    ),
    *rate_patterns,
    path("revisions/", revision_views.revision_list, name="revision_list"),
    path("revisions/draft/", revision_views.draft_revision, name="draft_revision"),
    path("revisions/<int:revision_id>/", revision_views.revision_detail, name="revision_detail"),
    path("revisions/<int:revision_id>/header/", revision_views.edit_header, name="edit_header"),
    path("revisions/<int:revision_id>/propose/", revision_views.propose, name="propose"),
    path("revisions/<int:revision_id>/approve/", revision_views.approve, name="approve"),
    path("revisions/<int:revision_id>/reject/", revision_views.reject, name="reject"),
    path("revisions/<int:revision_id>/withdraw/", revision_views.withdraw, name="withdraw"),
    path(
        "revisions/<int:revision_id>/programmes/<slug:paragraph>/",
        row_views.revision_rows,
        name="revision_rows",
    ),
    path(
        "revisions/<int:revision_id>/programmes/<slug:paragraph>/add/",
        row_views.add_row,
        name="add_row",
    ),
    path(
        "revisions/<int:revision_id>/programmes/<slug:paragraph>/table/",
        table_views.edit_table,
        name="edit_table",
    ),
    path("revisions/<int:revision_id>/rows/<int:row_id>/", row_views.edit_row, name="edit_row"),
    path(
        "revisions/<int:revision_id>/rows/<int:row_id>/remove/",
        row_views.remove_row,
        name="remove_row",
    ),
    path("calculators/", calculator_views.calculators, name="calculators"),
    path("calculators/schedule/", calculator_views.schedule, name="calculate_schedule"),
    path(
        "calculators/effective-rate/",
        calculator_views.effective_rate,
        name="calculate_effective_rate",
    ),
    path("calculators/own-schedule/<str:calculator>/", calculator_views.own_rows, name="own_rows"),
    path("calculators/subsidy/", calculator_views.subsidy, name="calculate_subsidy"),
    path(
        "calculators/<str:calculator>/<str:kind>/",
        calculator_files.calculation_file,
        name="calculation_file",
    ),
    path("instruments/", instrument_views.instrument_list, name="instrument_list"),
    path("instruments/<slug:code>/", instrument_views.instrument_detail, name="instrument_detail"),
    path("<slug:paragraph>/", catalogue_views.programme_detail, name="programme_detail"),
]
