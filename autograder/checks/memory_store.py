"""What `3_memory_store/memory_store` must show: nobody else's memories, and all of one's own."""

from __future__ import annotations

from autograder.checks.memory_store_concierge import check_concierge
from autograder.checks.memory_store_tenants import check_tenants

__all__ = ["check_concierge", "check_tenants"]
