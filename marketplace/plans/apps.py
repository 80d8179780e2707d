from django.apps import AppConfig

from marketplace.foundation.registry import register_tick, register_trace


class PlansConfig(AppConfig):
    name = "marketplace.plans"
    label = "plans"

    def ready(self) -> None:
        from marketplace.budgets.owners import register_entries

        from .carry import carry_over_due
        from .story import owned_entries, tell

        register_tick(4, "carry_over", carry_over_due)
        register_entries("plans", owned_entries)
        register_trace(4, "plans", tell)
