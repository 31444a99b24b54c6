#!/usr/bin/env bash
# Makes the fonts of formulas in assets/fonts/ out of STIX Two Math: the signs that formulas have, in one file what nearly
# each of them needs, in the other the letters of rarer alphabets. Needs npm, and python3 with venv. Run it by hand when
# signs are missing or the font has a new version; assets/reading/math.css names the ranges.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../assets/fonts"

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
npm pack --silent --pack-destination "$work" @fontsource/stix-two-math@5.3.0 >"$work/name"
tar -xzf "$work/$(cat "$work/name")" -C "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'fonttools[woff]==4.60.1'

signs=U+0020-007E,U+00A0-00FF,U+0131,U+0237,U+0300-0304,U+0306-0308,U+030A-030C,U+0331-0333,U+0338
signs+=,U+0391-03C9,U+03D1,U+03D5,U+03D6,U+03F0,U+03F1,U+03F5
signs+=,U+2009,U+200A,U+2010-2016,U+2018-201D,U+2020-2022,U+2026,U+2032-2037,U+203E,U+2044,U+2057,U+2061-2064
signs+=,U+20D0,U+20D1,U+20D6,U+20D7,U+20DB,U+20DC,U+2100-214F,U+2190-21FF,U+2200-22FF
signs+=,U+2308-230B,U+231C-231F,U+23B0,U+23B1,U+23B4-23B6,U+23DC-23E1
signs+=,U+25A0,U+25A1,U+25AA,U+25B2-25B5,U+25B9,U+25BC-25BF,U+25C3,U+25CA,U+25CB,U+25CF,U+25EF
signs+=,U+2605,U+2660-2667,U+266D-266F,U+2713,U+27C2,U+27E6-27EB,U+27EE,U+27EF,U+27F5-27FC
signs+=,U+2A00-2A06,U+2A0C,U+2A1D,U+2A2F,U+2A3F,U+2A7D,U+2A7E,U+2A85-2A8C,U+2A95,U+2A96,U+2AAF,U+2AB0
signs+=,U+2AB5-2ABA,U+2AC5,U+2AC6,U+2ACB,U+2ACC
# Italic letters, Latin and Greek.
signs+=,U+1D434-1D467,U+1D6A4,U+1D6A5,U+1D6E2-1D71B
# Bold, bold italic, script, Fraktur, double-struck, sans-serif, monospaced; Greek and digits in bold.
letters=U+1D400-1D433,U+1D468-1D4CF,U+1D504-1D56B,U+1D5A0-1D5D3,U+1D670-1D6A3,U+1D6A8-1D6E1,U+1D7CE-1D7E1

subset() {
  "$work/venv/bin/pyftsubset" "$work/package/files/stix-two-math-latin-400-normal.woff2" --unicodes="$2" \
    --layout-features=ssty,dtls,flac,ccmp --no-hinting --no-glyph-names --name-IDs='*' --output-file="$work/$1"
  "$work/venv/bin/python" - "$work/$1" "$1" <<'PYTHON'
import sys
from fontTools.ttLib import TTFont

font = TTFont(sys.argv[1], recalcTimestamp=False)
licence = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
for name, text in [(13, licence), (14, "https://openfontlicense.org")]:
    font["name"].setName(text, name, 3, 1, 0x409)
if sys.argv[2] == "formulas.woff2":
    table, names = font["MATH"].table, font.getBestCmap()
    variants = table.MathVariants
    # The ends of these arrows have their connectors the wrong way round: Chromium would not stretch them.
    for arrow in (0x2192, 0x2194, 0x21A6):
        index = variants.HorizGlyphCoverage.glyphs.index(names[arrow])
        end = variants.HorizGlyphConstruction[index].GlyphAssembly.PartRecords[-1]
        end.StartConnectorLength, end.EndConnectorLength = 200, 0
    # Words above an arrow would be far from it.
    table.MathConstants.StretchStackTopShiftUp.Value = 600
font.flavor = "woff2"
font.save(sys.argv[2])
PYTHON
}
subset formulas.woff2 "$signs"
subset formula-letters.woff2 "$letters"
cp "$work/package/LICENSE" LICENSE-OFL.txt
