from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "marketplace.foundation"
    label = "foundation"

    def ready(self) -> None:
        from . import frontend  # noqa: F401 - registers the system check
