"""What holds for every test: no deadlines, and the same examples wherever a server runs them."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Speed is measured in benchmarks/, never by a test's deadline.  A server must not fail by luck: it
# draws the same examples every time; at a desk new ones are drawn each run.
settings.register_profile("desk", deadline=None)
settings.register_profile(
    "server", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("server" if os.environ.get("CI") else "desk")

# Results kept by one test must not answer another; the tests of the cache name a folder of theirs.
os.environ["SPANWRIGHT_CACHE"] = "off"
