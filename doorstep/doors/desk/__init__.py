"""The desk: staff pages drawn from screens and acts."""
