"""Files of the sample: photos as PNG, documents as PDF, both made by hand and different for every name."""

import struct
import zlib

WIDTH, HEIGHT = 420, 260


def png(name: str) -> bytes:
    """A valid PNG of 420 x 260 pixels: a sky and water of colours that depend on the name."""
    seed = zlib.crc32(name.encode())
    sky = (120 + seed % 100, 150 + (seed >> 8) % 80, 200 + (seed >> 16) % 50)
    water = (20 + (seed >> 4) % 60, 80 + (seed >> 12) % 80, 90 + (seed >> 20) % 100)
    horizon = 110 + seed % 60
    rows = bytearray()
    for y in range(HEIGHT):
        colour = sky if y < horizon else water
        shade = abs(y - horizon) // 3
        pixel = bytes(min(255, part + shade) for part in colour)
        rows += b"\0" + pixel * WIDTH
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(rows), 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(text: str) -> bytes:
    """A valid one-page PDF that says ``text`` (its ASCII letters)."""
    shown = text.encode("ascii", "replace").replace(b"(", b"[").replace(b")", b"]")
    stream = b"BT /F1 14 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R/Resources<< /Font << /F1 5 0 R >> >>>>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
