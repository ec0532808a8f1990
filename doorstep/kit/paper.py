"""A long text as a Word file, so that what was said is kept whole beside its shortened form."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_LINK}" Target="word/document.xml"/></Relationships>'
)
#: The same bytes for the same words, whenever they are written.
_WHEN = (2020, 1, 1, 0, 0, 0)


def word_file(text: str) -> io.BytesIO:
    """A .docx of one paragraph a line (ECMA-376, the least that Word and WPS open).

    :param text: without control characters other than line feeds and tabs.
    """
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    document = f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{lines}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/document.xml", document),
        ):
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, part)
    made.seek(0)
    return made
