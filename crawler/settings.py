"""Scrapy settings of every crawl, each with its reason. `khotin crawl` and `scrapy crawl` use the same."""

import os

from crawler import __version__
from crawler.clock import MACHINE

BOT_NAME = "khotin"
# Who runs the crawl; a public site is not crawled without it. The runner also reads archive.toml.
CONTACT = os.environ.get("KHOTIN_CONTACT", "").strip()
USER_AGENT = f"khotin/{__version__}" + (f" (+{CONTACT})" if CONTACT else "")
SPIDER_LOADER_CLASS = "crawler.loader.ProfileLoader"
ADDONS = {"pipelines.addon.ArchiveAddon": 100}

# Where the archive lies and how this crawl was asked for; the command line overrides them.
ARCHIVE = "."
RECHECK = False
DUE_ONLY = False
# Seconds after which a second look confirms that an article is gone; None: as the profile says.
CONFIRM_AFTER: float | None = None
PAGE_LIMIT = 0
# What a crawl takes for the present: the machine's clock, or a simulated site's.
CLOCK = MACHINE
# Bytes written to WARC after which a crawl ends.
SIZE_LIMIT = 0
# Free bytes below which a crawl stops: room for the database's own log and a last WARC record.
DISK_RESERVE = 64 * 1024 * 1024

# The frontier is the table `pages`; Scrapy's own queue loses pages after a kill, its dupefilter drops in silence.
SCHEDULER = "crawler.fetch.frontier.Frontier"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.handler.ArchiveDownloadHandler",
    "https": "crawler.fetch.handler.ArchiveDownloadHandler",
    # A link from a page must never read our disk, an FTP server or a bucket.
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
# Of Scrapy's own middlewares only those that give a request its headers; the others do what is done elsewhere here
# (offsite, redirects, retries, unpacking, depth) and cost time on every page.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
DOWNLOADER_MIDDLEWARES = {"crawler.fetch.robots.RobotsMiddleware": 100}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
# Scrapy parses the source of the spider's method on every response to warn of a slip that mypy finds.
WARN_ON_GENERATOR_RETURN_VALUE = False

# Scrapy's robots.txt middleware lets disallowed pages through when several requests wait for one robots.txt.
ROBOTSTXT_OBEY = False
# A redirect and a retry are page states with captures of their own, not something a middleware does out of sight.
REDIRECT_ENABLED = False
RETRY_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True
# Sessions give every visitor URLs and pages of his own.
COOKIES_ENABLED = False
# A proxy is used only where one is set for us; the environment is not enough.
HTTPPROXY_ENABLED = False

# One request at a time a host, at least this many seconds apart, counted where requests are sent (crawler/fetch/pace).
HOST_DELAY = 1.0
# Scrapy's own delay counts from when it hands a request on, before robots.txt and name are looked up, and without a
# delay it sends all requests that wait for a host at once.
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 8
# Longest Crawl-delay of a robots.txt that is followed, in seconds: a site that asks for more is crawled at this pace.
CRAWL_DELAY_MAX = 30.0
# Crawl now although the profile's time window is closed.
IGNORE_WINDOW = False
# CloseSpider is --time-limit. Consoles and remote control, which run code over a port, are not even imported.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
}
EXTENSIONS = {"crawler.fetch.schedule.ScheduleExtension": 100, "crawler.progress.ProgressExtension": 500}
# Scrapy starts this many tasks a response, its 100 nearly half of its CPU time. A response gives one item.
CONCURRENT_ITEMS = 1
# Seconds until an answer's head is here.
DOWNLOAD_TIMEOUT = 30
# Seconds until all of it is: a scan of 30 MB over a slow line takes minutes.
DOWNLOAD_TOTAL_TIMEOUT = 300
# Bytes a second that must come, looked at over a window of seconds, so that a server that drips bytes ends sooner.
DOWNLOAD_MINIMUM_RATE = 512
DOWNLOAD_RATE_WINDOW = 20
# Largest body: scans of documents reach some tens of MB; anything above is a trap or a video.
DOWNLOAD_MAXSIZE = 30 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# http://[user:password@]host:port, where one is set for us.
PROXY = ""
# br and zstd would lie in the WARC as they came, and few replay tools read them.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",
}

# The handler unpacks bodies itself, after it has captured them, within DOWNLOAD_MAXSIZE.
COMPRESSION_ENABLED = False

# Both open a port that runs code; 2.19 turns the first on by default.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOG_LEVEL = "INFO"
# Expected failures without tracebacks, and no articles in the log.
LOG_FORMATTER = "crawler.log_lines.LogLines"
# Pages are large and the log is for what went wrong.
LOGSTATS_INTERVAL = 0
