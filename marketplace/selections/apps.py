from django.apps import AppConfig


class SelectionsConfig(AppConfig):
    name = "marketplace.selections"
    label = "selections"

    def ready(self) -> None:
        from marketplace.budgets.owners import register_entries, register_reservations
        from marketplace.clients.frame import register_around
        from marketplace.foundation.registry import register_start, register_tick, register_trace

        from . import story
        from .actions import time
        from .facts import around_client
        from .permissions import first_page_of_provider

        register_tick(5, "requests without an answer", time.expire_unanswered)
        register_tick(5, "visits confirmed by time", time.confirm_unopposed)
        register_start(5, "provider", first_page_of_provider)
        register_around(around_client)
        register_trace(5, "choice", story.tell)
        register_entries("selections", story.owned_entries)
        register_reservations("selections", story.owned_reservations)
