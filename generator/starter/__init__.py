"""A fresh repository for a digest of somebody's own field: this project without its content.

It is a whole copy, not a thin repository that depends on a package: everything that makes the
site can be read, changed and built where it lies, with no other host to be up for it. What is new
here comes to it as a branch to merge.
"""

from __future__ import annotations

from generator.starter.choices import Choices, address, field, pages_address, repository, title
from generator.starter.copying import Made, make
from generator.starter.files import files
from generator.starter.program import NotMade
from generator.starter.upgrading import BRANCH, upgrade

__all__ = [
    "BRANCH",
    "Choices",
    "Made",
    "NotMade",
    "address",
    "field",
    "files",
    "make",
    "pages_address",
    "repository",
    "title",
    "upgrade",
]
