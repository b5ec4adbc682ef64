"""Clusters as dense regions of any shape, with sparse space between them."""
