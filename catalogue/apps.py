from django.apps import AppConfig
from django.db.models.signals import post_migrate

from marketplace.foundation.registry import register_tick


class CatalogueConfig(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from .importing.runs import take_up_stalled
        from .models.stamp import watch

        post_migrate.connect(watch, sender=self, dispatch_uid="catalogue.stamp")
        register_tick(0, "imports that stand still", take_up_stalled)
