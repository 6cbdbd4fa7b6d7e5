"""The points of each step of each aspect; learned by ``benchmarks/identity.py``."""

from typing import Final

BASE: Final = -1.9
POINTS: Final[dict[str, dict[str, dict[str, float]]]] = {
    "title": {
        "alike": {
            "0%+": -2.4, "50%+": -1.8, "60%+": -1.6, "70%+": -0.6, "80%+": 0.1, "88%+": 1.4,
            "94%+": 1.8, "97.5%+": 1.8,
        },
        "extra words": {
            "0": -0.8, "1": -1.1, "2": -0.5, "3": 0.3, "4": 0.8,
        },
        "one in the other": {
            "0%+": -1.1, "60%+": -2.0, "70%+": -0.8, "80%+": -0.2, "90%+": 0.5, "97%+": 0.7,
            "99.9%+": 1.4,
        },
        "numbers": {
            "other": -4.0,
        },
    },
    "people": {
        "first": {
            "other": -0.4, "same": 0.8,
        },
        "shared": {
            "? (far title)": -0.7, "? (near title)": -0.1, "? (same title)": -1.1,
            "all (far title)": 0.7, "all (near title)": 1.3, "all (same title)": 1.4,
            "none (far title)": -3.3, "none (near title)": -2.2, "none (same title)": -0.2,
            "some (far title)": 0.3, "some (near title)": 1.4, "some (same title)": 1.0,
        },
    },
    "edition": {
        "venue": {
            "?, 0 years apart": 2.4, "?, 1 years apart": 0.9, "?, 2 years apart": -0.7,
            "?, years ?": 1.4, "other, 0 years apart": -1.2, "other, 1 years apart": -3.0,
            "other, 2 years apart": -2.3, "other, years ?": 0.7, "same, 0 years apart": 3.1,
            "same, 1 years apart": -2.3, "same, 2 years apart": -2.5, "same, years ?": 2.7,
            "unclear, 0 years apart": -0.7, "unclear, 1 years apart": -0.3,
            "unclear, 2 years apart": -0.1, "unclear, years ?": 0.6,
        },
        "of the same work": {
            "another": -3.0,
        },
    },
    "short title": {
        "people": {
            "?, year ?": -2.4, "?, year other": -2.4, "?, year same": -2.0, "all, year ?": -0.7,
            "all, year other": -0.2, "all, year same": -0.4, "none, year ?": -1.9,
            "none, year other": -2.8, "none, year same": -3.0, "one, year ?": 0.6,
            "one, year other": -2.9, "one, year same": -4.3,
        },
    },
    "abstract": {
        "in the other": {
            "0%+": -3.0, "20%+": -0.5, "50%+": 3.0, "90%+": 5.0,
        },
    },
}  # fmt: skip
