"""The doors: desk (staff web), pocket (phone), portal (public), api, shell (commands)."""
