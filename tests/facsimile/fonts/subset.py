"""``python -m tests.facsimile.fonts.subset FONT.ttf BOLD.ttf``: cut the committed font subsets.

The subsets hold the characters of ``seed.json`` and of the golden builders, nothing else, so that
typesetting needs no installed font. Sources: LXGW WenKai (SIL Open Font License 1.1, see OFL.txt).
That licence reserves the names "LXGW" and "霞鹜" for the original, so the subsets bear another one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
#: What is typeset with a subset: name -> files whose characters it needs.
SOURCES = {
    "yusuan-seed": [HERE.parent / "seed.json", HERE.parent / "build.py"],
    "yusuan-golden": sorted((HERE.parents[1] / "golden").glob("*.py")),
}
_ALWAYS = "".join(map(chr, range(32, 127)))


def characters(name: str) -> set[str]:
    """The characters that subset ``name`` must hold."""
    text = _ALWAYS + "".join(path.read_text(encoding="utf-8") for path in SOURCES[name])
    return {char for char in text if char.isprintable() or char == "\u3000"}


def cut(source: Path, target: Path, chars: set[str], family: str) -> None:
    """Write the subset of ``source`` with ``chars`` under the name ``family``."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=[0, 1, 2, 4, 6, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(chars)))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = family.encode(record.getEncoding())
    font.save(target)


def main() -> None:
    """Cut the subsets; no two bear one name, since reportlab keeps one face per name."""
    regular, bold = (Path(arg) for arg in sys.argv[1:3])
    for name, source, family in (
        ("yusuan-seed", regular, "YusuanKai"),
        ("yusuan-seed-bold", bold, "YusuanKai-Bold"),
        ("yusuan-golden", regular, "YusuanGolden"),
    ):
        cut(source, HERE / f"{name}.ttf", characters(name.removesuffix("-bold")), family)


if __name__ == "__main__":
    main()
