from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from .models.stamp import watch

        post_migrate.connect(watch, sender=self, dispatch_uid="catalogue.stamp")
