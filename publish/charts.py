"""Charts as inline SVG without script or style attributes: a title inside, numbers in a table beside.

Places along a chart are per cent of its width and sizes are pixels, so that a chart fills its column, on a phone as on
a wide screen, while letters and lines keep their size.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup, escape

Point = tuple[str, int]

#: Pixels from above: the line of the greatest number, the axis, the foot of the labels. The letters are 16 pixels high.
_TOP, _BOTTOM, _FOOT = 28, 172, 194
_HEIGHT = 200
#: So many labels fit below a chart on a phone.
_MOST_LABELS = 6
#: What a mark takes on a phone (per cent); one nearer to the one before it is left out.
_WIDTH = 12


def columns(title: str, points: Sequence[Point], largest: str, marks: Mapping[int, str]) -> Markup:
    """A column for each (label, number); ``largest`` names the greatest number.

    ``marks`` are words (years) below the columns at those places, as many as fit; where there are fewer than three, the
    first and the last label stand below instead.
    """
    if not points:
        return Markup("")
    top = max((1, *(number for _, number in points)))
    each = 100 / len(points)
    bars = "".join(
        f'<rect x="{place * each:.2f}%" y="{_y(number, top):.1f}" width="{each * 0.8:.2f}%" '
        f'height="{_BOTTOM - _y(number, top):.1f}"><title>{escape(label)}: {number}</title></rect>'
        for place, (label, number) in enumerate(points)
        if number
    )
    body = Markup(f'<g class="bars-of">{bars}</g>')  # noqa: S704 - numbers, and labels escaped above
    below = _marked(marks, len(points)) if len(marks) > 2 else _ends(points[0][0], points[-1][0])
    return _drawn(title, body, below, largest)


def line(title: str, points: Sequence[Point], labels: tuple[str, str], largest: str) -> Markup:
    """A line through (ISO 8601 time, number), spaced by time; empty for fewer than two points. ``labels`` stand below
    the first and the last point."""
    if len(points) < 2:
        return Markup("")
    moments = [datetime.fromisoformat(when).timestamp() for when, _ in points]
    span = (moments[-1] - moments[0]) or 1.0
    top = max((1, *(number for _, number in points)))
    places = [
        (1 + (moment - moments[0]) / span * 98, _y(number, top))
        for moment, (_, number) in zip(moments, points, strict=True)
    ]
    drawn = "".join(
        f'<line class="line" x1="{x:.2f}%" y1="{y:.1f}" x2="{u:.2f}%" y2="{v:.1f}"/>'
        for (x, y), (u, v) in pairwise(places)
    )
    dots = "".join(f'<circle cx="{x:.2f}%" cy="{y:.1f}" r="4"/>' for x, y in places) if len(places) <= 40 else ""
    return _drawn(title, Markup(drawn + dots), _ends(*labels), largest)  # noqa: S704 - numbers only


def _y(number: int, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * number / top


def _ends(first: str, last: str) -> Markup:
    """The first label at the left end, the last at the right; one that both ends have once."""
    made = Markup('<text x="0" y="{}">{}</text><text x="100%" y="{}" text-anchor="end">{}</text>')
    return made.format(_FOOT, first, _FOOT, last if last != first else "")


def _marked(marks: Mapping[int, str], columns_: int) -> Markup:
    """Each mark at the left of its column, or at the right end where it would run out of the picture; every second,
    third … where there are many, and none over another."""
    made = Markup('<line class="axis" x1="{:.2f}%" y1="{}" x2="{:.2f}%" y2="{}"/><text x="{:.2f}%" y="{}"{}>{}</text>')
    every = [(100 * place / columns_, text) for place, text in sorted(marks.items())]
    drawn, free = [], 0.0
    for at, text in every[:: -(-len(every) // _MOST_LABELS)]:
        fits = at <= 100 - _WIDTH
        if free <= min(at, 100 - _WIDTH):
            end = "" if fits else Markup(' text-anchor="end"')
            drawn.append(made.format(at, _BOTTOM, at, _BOTTOM + 6, at if fits else 100, _FOOT, end, text))
            free = at + _WIDTH
    return Markup("").join(drawn)


def _drawn(title: str, body: Markup, labels: Markup, largest: str) -> Markup:
    frame = Markup(
        '<line class="guide" x1="0" y1="{}" x2="100%" y2="{}"/><line class="axis" x1="0" y1="{}" x2="100%" y2="{}"/>'
    ).format(_TOP, _TOP, _BOTTOM, _BOTTOM)
    highest = Markup('<text x="0" y="{}">{}</text>').format(_TOP - 8, largest)
    return Markup(
        '<svg class="chart" width="100%" height="{}" role="img" aria-label="{}"><title>{}</title>{}{}{}{}</svg>'
    ).format(_HEIGHT, title, title, frame, body, highest, labels)
