from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_health, register_tick

        from . import missed, receivers
        from .indexing import tick
        from .status import answers

        assert receivers
        register_tick(1, "search outbox", tick)
        register_tick(1, "search words that found nothing", missed.tick)
        register_health(1, "search", answers)
