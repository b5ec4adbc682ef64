"""Each metric on the scale its own values ask for, fitted once and replayed."""
