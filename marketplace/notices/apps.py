from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "marketplace.notices"
    label = "notices"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_tick

        from . import listing_mail, receivers  # noqa: F401 - they register themselves
        from .mail import send_due

        register_tick(7, "mail", send_due)
