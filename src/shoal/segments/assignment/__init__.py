"""The frozen rule: made from labels, applied to any account."""
