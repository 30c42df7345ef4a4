"""Reasons why a figure, or a page with all its figures, is marked as not to be trusted blindly.

Belongs here: their names, as ``mark_reason`` holds them; ``dbt_project/seeds/mark_reasons.csv``
has the words for people. Does not belong here: what makes a reader give one (``pdf.doubts`` for
pages as text, ``tables`` for numbers and for words that no one explains).
"""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What is wrong with a figure or a page."""

    BAD_GROUPING = "bad_grouping"
    CLIPPED = "clipped"
    EXCHANGED_SEPARATORS = "exchanged_separators"
    HIDDEN_TEXT = "hidden_text"
    IMAGE_TABLE = "image_table"
    LYING_FONT = "lying_font"
    ODD_NUMBER = "odd_number"
    OVERLAID_TEXT = "overlaid_text"
    OVERFLOW = "overflow"
    SEVERAL_NUMBERS = "several_numbers"
    TURNED_TEXT = "turned_text"
    UNEXPLAINED_TOKENS = "unexplained_tokens"
    UNMAPPED_TEXT = "unmapped_text"
