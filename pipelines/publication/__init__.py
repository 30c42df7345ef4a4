"""Write, audit, publish: from the build file to a folder that readers see all at once.

``publish`` copies schema ``marts`` out of the build file, has the copy audited, and swaps the link
``published`` to it. ``reader`` opens what is published. Nothing here knows how the marts were made.
"""

from pipelines.publication.reader import NothingPublished, open_published, published_folder
from pipelines.publication.steps import Publication, PublicationRefused, publish

__all__ = [
    "NothingPublished",
    "Publication",
    "PublicationRefused",
    "open_published",
    "publish",
    "published_folder",
]
