"""By what a page shows which system made it: data, read by ``detect``."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a family: how sure it makes us (0..1), what it is, where to look (``header`` lines, ``generator``,
    ``source``; ``links`` and ``files`` of the page's own host, each a list), and the pattern."""

    family: str
    weight: float
    words: str
    place: str
    pattern: re.Pattern[str]


def _sign(family: str, weight: float, words: str, place: str, pattern: str) -> Sign:
    return Sign(family, weight, words, place, re.compile(pattern, re.MULTILINE))


NV_SCRIPT = (
    r"\bnv_(?:base_siteurl|siteroot|lang_data|lang_interface|sitelang|name_variable|fc_variable|lang_variable|"
    r"module_name|func_name|my_ofs|cookie_prefix)\b"
)
SIGNS: tuple[Sign, ...] = (
    _sign("nukeviet", 0.9, "meta generator", "generator", r"(?i)nukeviet"),
    _sign("nukeviet", 0.5, "cookie", "header", r"(?i)set-cookie: (?:.*[;,]\s*)?nv\w{0,12}_\w+=|x-powered-by: nukeviet"),
    _sign("nukeviet", 0.6, "script variables nv_*", "source", NV_SCRIPT),
    _sign("nukeviet", 0.6, "URLs of the kind index.php?nv=", "links", r"\?(?:.*&)?nv=[\w-]+"),
    _sign("nukeviet", 0.2, "URLs of the kind /section/slug-12.html", "links", r"/[\w-]+/[\w-]+-\d+\.html$"),
    _sign("wordpress", 0.9, "meta generator", "generator", r"(?i)wordpress"),
    _sign("wordpress", 0.7, "own files under wp-content or wp-includes", "files", r"/wp-(?:content|includes)/"),
    _sign("wordpress", 0.6, "header with a link to the REST API", "header", r"(?i)^link: .*api\.w\.org"),
    _sign("wordpress", 0.3, "link to the REST API", "source", r"https://api\.w\.org/"),
    _sign("joomla", 0.9, "meta generator", "generator", r"(?i)joomla"),
    _sign("joomla", 0.6, "URLs of the kind option=com_content", "links", r"[?&]option=com_\w+"),
    _sign("joomla", 0.5, "own files under /media/system/js or /media/jui", "source",
          r"/media/(?:system/js/(?:core|mootools|caption|keepalive)|jui/(?:js|css)/|vendor/bootstrap/js/)"),
    _sign("joomla", 0.4, "classes of com_content", "source",
          r"""class=["'](?:[^"']* )?(?:com_content|com-content-\w+|item-page|contentpaneopen|blog-featured)[ "']"""),
    _sign("joomla", 0.3, "options of Joomla's scripts", "source", r"joomla-script-options|Joomla\.JText|JCaption"),
    _sign("joomla", 0.2, "URLs of the kind /section/12-slug", "links", r"/\d+-[a-z][\w-]+(?:\.html)?$"),
    _sign("drupal", 0.9, "meta generator", "generator", r"(?i)drupal"),
    _sign("drupal", 0.9, "header X-Generator or X-Drupal-*", "header", r"(?i)^x-generator: drupal|^x-drupal-"),
    _sign("drupal", 0.7, "Drupal's script settings", "source",
          r"Drupal\.settings\b|data-drupal-selector=|drupalSettings\b|data-drupal-link-system-path"),
    _sign("drupal", 0.5, "own files of core or sites/default/files", "source",
          r"/sites/(?:default|all)/(?:files|themes|modules)/|/core/(?:misc|themes|modules)/\w|/misc/drupal\.js"),
    _sign("drupal", 0.4, "URLs of the kind /node/12", "links", r"/node/\d+$|[?&]q=node/\d+"),
    _sign("dotnetnuke", 0.9, "meta generator", "generator", r"(?i)dotnetnuke|^dnn\b"),
    _sign("dotnetnuke", 0.7, "cookie .DOTNETNUKE or dnn_*", "header",
          r"(?i)set-cookie: .*(?:dotnetnuke|\bdnn_\w+=|language=\w\w-\w\w; path=/; httponly)"),
    _sign("dotnetnuke", 0.7, "modules and panes of DNN", "source",
          r"DnnModule-|\bdnn_\w*(?:Pane|ctr\d+|LOGO|MENU)|__dnnVariable|dnn\.js\b|<!-- DotNetNuke"),
    _sign("dotnetnuke", 0.5, "own files under Portals or DesktopModules", "source",
          r"(?i)/(?:portals/(?:\d+|_default)|desktopmodules)/"),
    _sign("dotnetnuke", 0.4, "URLs with /tabid/", "links", r"(?i)/tabid/\d+|[?&]tabid=\d+"),
    _sign("sharepoint", 0.9, "meta generator", "generator", r"(?i)sharepoint"),
    _sign("sharepoint", 0.8, "header MicrosoftSharePointTeamServices or SPRequestGuid", "header",
          r"(?i)^microsoftsharepointteamservices:|^sprequestguid:|^x-sharepointhealthscore:"),
    _sign("sharepoint", 0.7, "page context of SharePoint", "source",
          r"_spPageContextInfo|_spBodyOnLoad|ms-rtestate-field|MSOWebPartPage|s4-workspace|WebPartWPQ\d|/_layouts/(?:1[456]/)?\w"),
    _sign("sharepoint", 0.4, "URLs with /Lists/ or ?ItemID=", "links", r"(?i)/lists/[^?]+\.aspx|[?&]itemid=\d+"),
    _sign("aspnet", 0.6, "URLs of the kind /i12-slug.aspx", "links", r"(?i)/i\d+-[^/?]+\.aspx$|/bai-viet/i\d+/"),
    _sign("aspnet", 0.55, "URLs of the kind /BaiViet/Index/12", "links",
          r"(?i)/(?:baiviet|tintuc|news|article|chitiet|detail)/(?:index|details?|chitiet|view)/\d+"),
    _sign("aspnet", 0.55, "URLs of the kind ?gd=1&cn=3&tc=12", "links", r"(?i)/\?(?=(?:.*&)?cn=\d)(?:.*&)?tc=\d"),
    _sign("aspnet", 0.35, "view state of ASP.NET Web Forms", "source", r"id=[\"']__VIEWSTATE[\"']"),
    _sign("aspnet", 0.3, "header X-AspNet-Version or X-Powered-By", "header",
          r"(?i)^x-aspnet(?:mvc)?-version:|^x-powered-by: asp\.net|set-cookie: .*asp\.net_sessionid"),
    _sign("aspnet", 0.3, "URLs that end in .aspx", "links", r"(?i)\.aspx(?:$|\?)"),
    _sign("php_news", 0.8, "URLs of the kind news.php?id=12", "links", r"(?:^|/)news\.php\?(?:.*&)?(?:id|nt)=\d+"),
    _sign("php_news", 0.75, "URLs of the kind home.php?…&nid=12", "links",
          r"(?i)(?:^|/)(?:home|index|main)\.php\?(?:.*&)?(?:nid|idnews|idtin|id_tin)=\d+"),
    _sign("php_news", 0.6, "URLs of the kind chitiet.php?id=12", "links",
          r"(?i)/(?:(?:news|tin|bai)?[-_]?(?:details?|chi-?tiet)(?:[-_]?(?:tin|bai|news)(?:-?(?:tuc|viet))?)?|viewnews|"
          r"xemtin|bai-?viet)\.php\?(?:.*&)?(?:id|nid|tin|id_?tin)=\d+"),
    _sign("php_news", 0.55, "URLs of the kind index.php?page=chitiet&id=12", "links",
          r"(?i)^https?://[^/]+/(?:index\.php)?\?(?=(?:.*&)?\w+=[\w-]*(?:chi-?tiet|xem-?tin)[\w-]*(?:&|$))"
          r"(?:.*&)?(?:id|nid|id_?tin)=\d+"),
    _sign("php_news", 0.5, "URLs of the kind /12", "links", r"^https?://[^/]+/\d{2,}/?$"),
)  # fmt: skip
