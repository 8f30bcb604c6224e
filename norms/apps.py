from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NormsConfig(AppConfig):
    name = "norms"
    verbose_name = _("Norms and calendar")

    def ready(self) -> None:
        from norms import checks  # noqa: F401  # registering the check
