from typing import Self

from django.db import models


class PlanVersionQuerySet(models.QuerySet):
    def decided(self) -> Self:
        return self.filter(decision__isnull=False)

    def with_needs(self) -> Self:
        """With decision, needs and their categories, in a constant number of queries."""
        return self.select_related("decision__decided_by", "review_request").prefetch_related("needs__category")
