"""Turns captured paper listings into a curated digest site."""

__version__ = "0.1.0"
