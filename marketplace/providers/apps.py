from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "marketplace.providers"
    label = "providers"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_tick

        from .leases import remind_of_leases
        from .time import remind_of_evidence

        register_tick(8, "documents that end", remind_of_evidence)
        register_tick(8, "freshness leases", remind_of_leases)
