"""``python -m tests.facsimile``: typeset the seed document and write its truth."""

from __future__ import annotations

from pathlib import Path

from .build import PDF, TRUTH, write


def main() -> None:
    """Write the PDF, its sidecar and its truth; say where."""
    root = Path(__file__).resolve().parents[2]
    printed = write(root / PDF, root / TRUTH)
    print(f"{PDF}: {printed.pages} pages, {len(printed.figures)} figures; truth in {TRUTH}")


if __name__ == "__main__":
    main()
