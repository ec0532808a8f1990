"""The pocket: the phone of field workers and volunteers."""
