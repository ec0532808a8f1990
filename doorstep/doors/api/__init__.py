"""The API: the same screens, acts and forms as the desk; no second source of any schema."""
