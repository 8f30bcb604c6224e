from django.urls import path

from prudential.api import bank, bank_liquidity, mfo, registers, runs

urlpatterns = [
    path("mfo/overdue-limit", mfo.overdue_limit),
    path("mfo/k1", mfo.k1_ratio),
    path("mfo/k2", mfo.k2_ratio),
    path("mfo/k3", mfo.k3_ratio),
    path("mfo/debt-burden", mfo.debt_burden_ratio),
    path("bank/nonresident-capitalisation", bank.capitalisation),
    path("bank/offshore-classification", bank.offshore_classification),
    path("bank/liquidity-groups", bank_liquidity.currency_groups),
    path("bank/maturity-ladder", bank_liquidity.ladder),
    path("registers", registers.Registers.as_view(), name="api_registers"),
    path("registers/<int:register_id>", registers.OneRegister.as_view(), name="api_register"),
    path(
        "registers/<int:register_id>/errors",
        registers.RegisterErrors.as_view(),
        name="api_register_errors",
    ),
    path("runs", runs.Runs.as_view(), name="api_runs"),
    path("runs/<int:run_id>", runs.OneRun.as_view(), name="api_run"),
]
