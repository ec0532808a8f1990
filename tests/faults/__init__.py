"""Server and worker killed in the middle of their work, on real processes and a real database."""
