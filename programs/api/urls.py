from django.urls import path

from programs.api import calculators, catalogue, instruments, subsidy

urlpatterns = [
    path("programmes", catalogue.programmes),
    path("terms", catalogue.terms),
    path("instruments", instruments.instruments),
    path("reference-rates", catalogue.reference_rates),
    path("calculators/effective-rate", calculators.effective_rate_view),
    path("calculators/schedule", calculators.schedule_view),
    path("calculators/subsidy", subsidy.subsidy_view),
]
