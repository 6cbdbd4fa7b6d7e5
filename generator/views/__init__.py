"""What pages show: the corpus by day, week, topic, listing and repository. Pure, no clock."""

from __future__ import annotations

from generator.views.calendar import (
    Calendar,
    Day,
    Month,
    Week,
    Year,
    calendar,
    listed,
    newest,
)
from generator.views.code import Host, Owner, Repository, code
from generator.views.digest import Digest
from generator.views.editions import Editions, editions, sightings
from generator.views.leads import Lead, leads, ranked
from generator.views.related import Related, related
from generator.views.stats import Count, Stats, TopicCount, stats
from generator.views.topics import GroupTopics, TopicPapers, by_group, by_topic, grouped
from generator.views.trending import LISTED, UPVOTES, Term, Trend, trending
from generator.views.uncurated import Lack, Uncurated, uncurated

__all__ = [
    "LISTED",
    "UPVOTES",
    "Calendar",
    "Count",
    "Day",
    "Digest",
    "Editions",
    "GroupTopics",
    "Host",
    "Lack",
    "Lead",
    "Month",
    "Owner",
    "Related",
    "Repository",
    "Stats",
    "Term",
    "TopicCount",
    "TopicPapers",
    "Trend",
    "Uncurated",
    "Week",
    "Year",
    "by_group",
    "by_topic",
    "calendar",
    "code",
    "editions",
    "grouped",
    "leads",
    "listed",
    "newest",
    "ranked",
    "related",
    "sightings",
    "stats",
    "trending",
    "uncurated",
]
