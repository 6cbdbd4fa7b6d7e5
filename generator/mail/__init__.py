"""The network out: SMTP, readers, and the ledger of who has had what."""

from __future__ import annotations
