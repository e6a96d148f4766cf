"""Files of the sample's template: style sheets, a script, icon, logo and background."""

from khotin.sample.images import png

#: Where they lie, below the site's root.
FOLDER = "giaodien/"
HEAD = (
    f'<link rel="stylesheet" type="text/css" href="{FOLDER}mau.css?v=2"><link rel="shortcut icon" '
    f'href="{FOLDER}favicon.ico"><script type="text/javascript" src="{FOLDER}mau.js"></script>'
)
LOGO = f'<img src="{FOLDER}logo.png" width=60 height=37 alt="">'
_TEXTS = {
    "mau.css": (
        "text/css",
        '@import url("chu.css");\nbody{margin:0;background:#eef4fa url(nen.png) repeat-x}\ntable{background:#fff}\n',
    ),
    "chu.css": ("text/css", "td{font-family:Arial,sans-serif;font-size:15px;line-height:1.5}\na{color:#00529b}\n"),
    "mau.js": ("application/javascript", 'document.documentElement.className = "co-script";\n'),
}
_PICTURES = ("logo.png", "nen.png", "favicon.ico")


def template_file(name: str) -> tuple[str, bytes] | None:
    """Media type and bytes of a file below FOLDER; None where there is none."""
    if name in _TEXTS:
        media_type, text = _TEXTS[name]
        return media_type, text.encode()
    # Browsers take a PNG for an icon whatever its name, as they did when such sites were made.
    return ("image/png", png(name)) if name in _PICTURES else None
