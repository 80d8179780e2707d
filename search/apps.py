from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_tick

        from . import receivers
        from .indexing import tick

        assert receivers
        register_tick(1, "search outbox", tick)
