"""Charts as inline SVG without script or style attributes: a title and a description inside, numbers in a table beside.

Sizes are the SVG's own units; the stylesheet scales the whole to its column.
"""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup, escape

Point = tuple[str, int]

_WIDTH, _HEIGHT = 480, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 472, 26, 172


def columns(title: str, points: Sequence[Point], largest: str) -> Markup:
    """A column for each (label, number); first and last label stand below, ``largest`` names the greatest number."""
    if not points:
        return Markup("")
    top = max((1, *(number for _, number in points)))
    each = (_RIGHT - _LEFT) / len(points)
    width = max(each * 0.82, 0.6)
    bars = "".join(
        f'<rect x="{_LEFT + place * each:.1f}" y="{_y(number, top):.1f}" width="{width:.1f}" '
        f'height="{_BOTTOM - _y(number, top):.1f}"><title>{escape(label)}: {number}</title></rect>'
        for place, (label, number) in enumerate(points)
    )
    body = Markup(f'<g class="bars-of">{bars}</g>')  # noqa: S704 - numbers, and labels escaped above
    return _drawn(title, body, (points[0][0], points[-1][0]), largest)


def line(title: str, points: Sequence[Point], labels: tuple[str, str], largest: str) -> Markup:
    """A line through (ISO 8601 time, number), spaced by time; empty for fewer than two points. ``labels`` stand below
    the first and the last point."""
    if len(points) < 2:
        return Markup("")
    moments = [datetime.fromisoformat(when).timestamp() for when, _ in points]
    span = (moments[-1] - moments[0]) or 1.0
    top = max((1, *(number for _, number in points)))
    places = [
        (_LEFT + (moment - moments[0]) / span * (_RIGHT - _LEFT), _y(number, top))
        for moment, (_, number) in zip(moments, points, strict=True)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places) if len(places) <= 40 else ""
    body = Markup('<polyline class="line" points="{}"/>').format(path) + Markup(dots)  # noqa: S704 - numbers only
    return _drawn(title, body, labels, largest)


def _y(number: int, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * number / top


def _drawn(title: str, body: Markup, labels: tuple[str, str], largest: str) -> Markup:
    frame = Markup('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(_LEFT, _BOTTOM, _RIGHT, _BOTTOM)
    texts = Markup(
        '<text x="{}" y="16">{}</text><text x="{}" y="192">{}</text><text x="{}" y="192" text-anchor="end">{}</text>'
    ).format(_LEFT, largest, _LEFT, labels[0], _RIGHT, labels[1])
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}{}</svg>'
    ).format(_WIDTH, _HEIGHT, title, title, frame, body, texts)
