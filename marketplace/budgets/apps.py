from django.apps import AppConfig

from marketplace.foundation.registry import register_trace


class BudgetsConfig(AppConfig):
    name = "marketplace.budgets"
    label = "budgets"

    def ready(self) -> None:
        from .story import tell

        register_trace(3, "budgets", tell)
