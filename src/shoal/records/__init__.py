"""The frozen values that move between rooms: read this folder to know every shape."""
