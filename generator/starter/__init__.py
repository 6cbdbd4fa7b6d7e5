"""A digest of somebody's own field: a folder of content that names this program, and pins it."""
