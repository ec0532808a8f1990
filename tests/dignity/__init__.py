"""One file for each rule of dignity.md and part C of domain.md that this code touches."""
