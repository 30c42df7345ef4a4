"""Why a file could not be read, as a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Literal

ReasonCode = Literal["not_pdf", "empty_file", "truncated", "password", "no_text", "too_large"]


class UnreadablePdf(Exception):
    """The bytes cannot be read as a PDF with text; the message says what is wrong and what to do.

    ``reason_code`` is one of the codes of the raw layer's ``document.reason_code``.
    """

    def __init__(self, reason_code: ReasonCode, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message

    def __reduce__(self) -> tuple[type[UnreadablePdf], tuple[str, str]]:
        # Both arguments must survive the way back from a worker process.
        return type(self), (self.reason_code, self.message)
