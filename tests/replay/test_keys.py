"""Our index keys are pywb's: over addresses of every shape that a crawl may meet."""

import json
import random
from typing import Any

from crawler.capture.cdxj import surt

HOSTS = [
    "tinhdoan.vn",
    "www.Tinh-Doan.vn",
    "www2.a.vn",
    "tỉnhđoàn.vn",
    "127.0.0.1:8001",
    "a.vn:443",
    "a.vn:80",
    "a.vn.",
]
PARTS = [
    "/", "//", "/../", "/./", ".", "?", "&", "&&", "=", "a", "B", "%20", "%25", "%2541", "%2F", "%3f", "%C4%90", "Đoàn",
    " ", "+", ";", ":", "@", "~", "'", '"', "|", "^", "{", "\\", "%", "%zz", "%0a", "é", "id=1", "news.php", ".aspx",
    "sid=0123456789abcdef0123456789abcdef", "PHPSESSID=0123456789ABCDEF0123456789abcdef", "cfid=1&cftoken=2",
    "/(S(abcdefghijklmnopqrstuvwx))/", "jsessionid=0123456789abcdef0123456789abcdef", "b=http://C.vn/D?e",
]  # fmt: skip


def test_keys_are_those_of_pywb(tool: Any) -> None:
    pick = random.Random(7)
    urls = [
        f"{pick.choice(['http', 'https'])}://{pick.choice(HOSTS)}/a{''.join(pick.choices(PARTS, k=pick.randrange(9)))}"
        + pick.choice(["", "", "#dau-trang"])
        for _ in range(20_000)
    ]
    script = "import json, sys, surt; print(json.dumps([surt.surt(url) for url in json.load(sys.stdin)]))"
    done = tool("python", "-c", script, text=json.dumps(urls))
    assert done.returncode == 0, done.stderr
    theirs = dict(zip(urls, json.loads(done.stdout), strict=True))
    assert {url: surt(url) for url in urls if surt(url) != theirs[url]} == {}
