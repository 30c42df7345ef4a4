"""Write, audit, publish: from the build file to a folder that readers see all at once.

``publish`` copies schema ``marts`` out of the build file, has the copy audited, and swaps the link
``published`` to it. ``reader`` opens what is published. Nothing here knows how the marts were made.
"""

from pipelines.publication.reader import NothingPublished, open_published, published_folder
from pipelines.publication.steps import (
    CannotRollBack,
    Publication,
    PublicationRefused,
    publish,
    roll_back,
)
from pipelines.publication.verify import verify

__all__ = [
    "CannotRollBack",
    "NothingPublished",
    "Publication",
    "PublicationRefused",
    "open_published",
    "publish",
    "published_folder",
    "roll_back",
    "verify",
]
