"""Distances in a straight line, so that the page can say what they are."""

import math
from collections.abc import Iterable
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8


class Point(NamedTuple):
    lat: float
    lon: float


def distance_m(a: Point, b: Point) -> int:
    """Haversine distance in whole metres, half up."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    share = half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon
    return math.floor(2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, share))) + 0.5)


def nearest_m(bases: Iterable[Point], to: Point) -> int | None:
    """Metres from the nearest base; None without bases."""
    return min((distance_m(base, to) for base in bases), default=None)
