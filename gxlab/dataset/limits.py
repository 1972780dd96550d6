"""What one file may take of a build."""

from __future__ import annotations

from dataclasses import dataclass

#: Where nothing else is asked for.
SECONDS, GIBIBYTES = 120.0, 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds, and GiB of memory."""

    seconds: float
    memory: float
