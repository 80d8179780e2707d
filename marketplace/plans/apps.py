from django.apps import AppConfig

from marketplace.foundation.registry import register_start, register_tick, register_trace


class PlansConfig(AppConfig):
    name = "marketplace.plans"
    label = "plans"

    def ready(self) -> None:
        from marketplace.budgets.owners import register_entries

        from .carry import carry_over_due
        from .permissions import work_of
        from .story import owned_entries, tell

        register_start(4, "plans", work_of)
        register_tick(4, "carry_over", carry_over_due)
        register_entries("plans", owned_entries)
        register_trace(4, "plans", tell)
