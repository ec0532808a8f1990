"""Floor 1: pure Python that knows neither Django nor the domain's records."""
