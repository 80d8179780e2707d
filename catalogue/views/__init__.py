from .browse import categories, category, provider
from .listing import listing
from .place import place

__all__ = ["categories", "category", "listing", "place", "provider"]
