"""Which document is this, and how amounts and codes are written.

Belongs here: where one disclosure of a file ends and the next begins (`bundles`), evidence for a
document's identity (candidates with page and text), the notation of amounts (`amounts`) and of
subject and unit codes (`codes`), the lexicons that name them. Does not belong here: the decision
between candidates (dbt), and what a heading or a code means (dbt seeds).
"""

from pipelines.disclosure.bundles import find_disclosures
from pipelines.disclosure.identity import find_candidates
from pipelines.disclosure.membership import is_disclosure

__all__ = ["find_candidates", "find_disclosures", "is_disclosure"]
