"""The text of a document outside its tables: sections, sentences, and what they claim.

Belongs here: lines, furniture, headings, paragraphs, sentences, claims. Does not belong here: the
inside of tables, and what a claim means in terms of the warehouse (dbt).
"""

from pipelines.narrative.reading import Narrative, PlacedLine, read_narrative

__all__ = ["Narrative", "PlacedLine", "read_narrative"]
