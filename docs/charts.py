#!/usr/bin/env python3
"""Draws docs/images/survival.svg from the tables of tests/PromptCompressor.Quality/Results/survival.md.

Usage: charts.py [--check]. With --check nothing is written; the exit code is 1 if the committed chart is not what the tables give.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests/PromptCompressor.Quality/Results/survival.md"
TARGET = ROOT / "docs/images/survival.svg"

# Section of the table, title of the panel.
PANELS = [
    ("English, all sets as published", "English"),
    ("Several passages, of which few have to do with the question", "Several passages"),
    ("Other languages", "Other languages"),
]
# Row of the table, name in the legend, colour, dash.
LINES = [
    ("xlmr-mini, with the question", "PromptCompressor, question given", "#0a7d43", ""),
    ("xlmr-mini", "PromptCompressor, no question", "#2f6fde", ""),
    ("BM25 sentences, with the question", "BM25 sentences, question given", "#8a8f98", ""),
    ("prefix", "the beginning of the text", "#8a8f98", "5 4"),
]
WIDTH, HEIGHT, TOP, LEFT, PANEL, GAP = 900, 364, 40, 46, 250, 40
BOTTOM = 270


def tables(markdown):
    """Rows by section: {section: ({name: [share, ...]}, [kept, ...])}."""
    found = {}
    for section in re.split(r"^## ", markdown, flags=re.M)[1:]:
        title = re.sub(r": \d+ questions$", "", section.splitlines()[0])
        first = re.search(r"(?:^\|.*\n)+", section, flags=re.M)
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in first.group().splitlines()] if first else []
        if rows and rows[0][0] == "kept, %":
            found[title] = ({row[0]: [float(cell) for cell in row[1:]] for row in rows[2:]}, [int(cell) for cell in rows[0][1:]])
    return found


def draw(found):
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="13" role="img">',
        "<title>Share of questions whose answer survives compression, by share of tokens kept</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for index, (section, title) in enumerate(PANELS):
        rows, kept = found[section]
        left = LEFT + index * (PANEL + GAP)
        x = lambda share: left + (share - kept[0]) / (kept[-1] - kept[0]) * PANEL
        y = lambda share: BOTTOM - share / 100 * (BOTTOM - TOP)
        out.append(f'<text x="{left}" y="{TOP - 16}" font-weight="600" fill="#1c2128">{title}</text>')
        for share in range(0, 101, 25):
            out.append(f'<line x1="{left}" x2="{left + PANEL}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#e3e6ea"/>')
            if index == 0:
                out.append(f'<text x="{left - 8}" y="{y(share) + 4:.1f}" text-anchor="end" fill="#57606a">{share}</text>')
        for share in kept[::2]:
            out.append(f'<text x="{x(share):.1f}" y="{BOTTOM + 18}" text-anchor="middle" fill="#57606a">{share} %</text>')
        for name, _, colour, dash in LINES:
            points = " ".join(f"{x(k):.1f},{y(v):.1f}" for k, v in zip(kept, rows[name]))
            style = f' stroke-dasharray="{dash}"' if dash else ""
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2"{style}/>')
    out.append(f'<text x="{LEFT}" y="{BOTTOM + 36}" fill="#57606a">answers that survive, in %, by share of tokens kept</text>')
    for index, (_, legend, colour, dash) in enumerate(LINES):
        at, line = LEFT + index % 2 * (PANEL + GAP), BOTTOM + 58 + index // 2 * 20
        style = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(f'<line x1="{at}" x2="{at + 24}" y1="{line}" y2="{line}" stroke="{colour}" stroke-width="2.2"{style}/>')
        out.append(f'<text x="{at + 30}" y="{line + 4}" fill="#1c2128">{legend}</text>')
    return "\n".join(out) + "\n</svg>\n"


def main():
    chart = draw(tables(SOURCE.read_text(encoding="utf-8")))
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != chart:
            sys.exit(f"{TARGET.relative_to(ROOT)} is behind {SOURCE.relative_to(ROOT)}: run python3 docs/charts.py")
    else:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main()
