"""From what was counted in the sources to findings about them."""
