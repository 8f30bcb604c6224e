from django.urls import path, re_path

from prudential.views import breaches, figures, registers, reports, supervision

app_name = "prudential"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("registers/upload/", registers.register_upload, name="register_upload"),
    path("registers/template.csv", registers.register_template, name="register_template"),
    path("registers/<int:register_id>/", registers.register, name="register"),
    path(
        "registers/<int:register_id>/errors.csv", registers.register_errors, name="register_errors"
    ),
    path(
        "registers/<int:register_id>/original/",
        registers.register_original,
        name="register_original",
    ),
    re_path(
        r"^registers/(?P<register_id>[0-9]+)/(?P<part>numerator|denominator)/$",
        registers.register_loans,
        name="register_loans",
    ),
    path("figures/enter/", figures.figures_enter, name="figures_enter"),
    path("figures/<int:figures_id>/", figures.figures, name="figures"),
    path("breaches/<int:breach_id>/", breaches.breach, name="breach"),
    path("breaches/<int:breach_id>/plan/", breaches.plan, name="plan"),
    re_path(
        r"^breaches/(?P<breach_id>[0-9]+)/(?P<act>approve|remark|object|give_notice)/$",
        breaches.breach_act,
        name="breach_act",
    ),
    path(
        "breaches/<int:breach_id>/notices/<int:notice_id>/",
        breaches.breach_notice,
        name="breach_notice",
    ),
    path("supervision/breaches/", breaches.breach_list, name="breach_list"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/<int:organisation_id>/", supervision.organisation, name="supervised"),
]
