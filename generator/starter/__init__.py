"""A digest of somebody's own field: a folder of content that names this program, and pins it.

``making`` writes it, ``upgrading`` takes it to the program that runs.
"""

from __future__ import annotations

from generator.starter.choices import Choices, address, field, pages_address, repository, title
from generator.starter.files import files
from generator.starter.making import Made, NotMade, make
from generator.starter.origin import local, requirement, stated
from generator.starter.upgrading import NoDigest, Upgraded, upgrade

__all__ = [
    "Choices",
    "Made",
    "NoDigest",
    "NotMade",
    "Upgraded",
    "address",
    "field",
    "files",
    "local",
    "make",
    "pages_address",
    "repository",
    "requirement",
    "stated",
    "title",
    "upgrade",
]
