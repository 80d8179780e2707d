from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "marketplace.browse"
    label = "browse"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_tick

        from .api.limits import forget_old

        register_tick(6, "counts of the public API", forget_old)
