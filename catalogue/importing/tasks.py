"""What the queue does with imports."""

from django_tasks import task

from ..models import ProviderImport
from .runs import carry_out_in_queue


@task()
def carry_out_import(run_id: int) -> None:
    """To the end, or from where it stood; one that is done or was replaced is left alone."""
    run = ProviderImport.objects.select_related("source").filter(pk=run_id).first()
    if run is not None:
        carry_out_in_queue(run)
