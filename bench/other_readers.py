"""Other readers of news pages, timed page by page in turn, in an environment that has them (bench/other-readers.txt)."""

import base64
import json
import subprocess
from collections.abc import Sequence
from typing import Final

#: The readers, each asked for body, headline, author, date and images.
NAMES: Final = ("trafilatura", "newspaper4k")
#: Reads pages as JSON lines (base64 of the bytes, then the URL) and prints the CPU seconds of each reader.
SCRIPT: Final = """
import base64, json, sys, time
import lxml.html, newspaper, trafilatura
def newspaper4k(body, url):
    article = newspaper.Article(url)
    article.download(input_html=body.decode("utf-8", "replace"))
    article.parse()
readers = {
    "raw": lambda body, url: lxml.html.document_fromstring(body),
    "trafilatura": lambda body, url: trafilatura.bare_extraction(body, url=url, with_metadata=True, include_images=True),
    "newspaper4k": newspaper4k,
}
pages = [(base64.b64decode(body), url) for body, url in map(json.loads, sys.stdin)]
spent = dict.fromkeys(readers, 0.0)
for number, (body, url) in enumerate(pages):
    for name, reader in readers.items():
        begun = time.process_time()
        reader(body, url)
        if number >= int(sys.argv[1]):
            spent[name] += time.process_time() - begun
print(json.dumps(spent))
"""


def timed(python: str, pages: Sequence[tuple[bytes, str]], warming: int, rounds: int) -> list[dict[str, float]]:
    """CPU seconds by reader, and for ``raw`` (lxml.html.document_fromstring), of so many rounds, a process each. The
    first ``warming`` of the pages (bytes, URL) are read, but not timed."""
    lines = "\n".join(json.dumps([base64.b64encode(body).decode(), url]) for body, url in pages)
    command = [python, "-c", SCRIPT, str(warming)]
    runs = [subprocess.run(command, input=lines, check=True, capture_output=True, text=True) for _ in range(rounds)]
    return [json.loads(run.stdout.splitlines()[-1]) for run in runs]
