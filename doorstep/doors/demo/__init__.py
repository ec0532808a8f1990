"""The first page of the demo: twelve people and a walk of five minutes."""
