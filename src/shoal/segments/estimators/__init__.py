"""What Shoal finds, as scikit-learn estimators."""
