from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "marketplace.clients"
    label = "clients"

    def ready(self) -> None:
        from marketplace.foundation.registry import register_start

        from .permissions import first_page

        register_start(2, "clients", first_page)
