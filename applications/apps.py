from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        from accounts import leaving
        from applications.assignees import has_open_cases
        from applications.rate_effect import effect_on_cases
        from programs.rate_effect import register_effect

        register_effect(effect_on_cases)
        leaving.hands_over_at(has_open_cases, "applications:hand_over")
