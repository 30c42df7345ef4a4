"""From bytes to pages: characters, ruling lines and images of a PDF in display orientation.

Belongs here: everything that knows the PDF format, its damage, its encryption and its fonts.
Does not belong here: tables, sentences, budgets. Nothing in this room knows what a page says.
"""

from pipelines.pdf.document import PdfDocument, open_pdf, require_text
from pipelines.pdf.errors import UnreadablePdf
from pipelines.pdf.page import Page
from pipelines.pdf.render import render

__all__ = ["Page", "PdfDocument", "UnreadablePdf", "open_pdf", "render", "require_text"]
