from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import checks, mark_checks, signals  # noqa: F401 - they register themselves
