"""Who may do and see what: everything the registries hold, decided, asked over HTTP, compared."""
