"""One family of findings a file; `examine` lists them all."""
