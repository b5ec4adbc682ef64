"""Tables that nobody has described yet: what their rows are, and which column says what."""
