"""Open311 GeoReport v2: a compatibility door to public matters, never our model."""
