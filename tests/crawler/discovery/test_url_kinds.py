"""What the URLs of the systems met lead to, which identity they carry, and what is never asked for."""

import pytest

from crawler.discovery.urls import Identity, canonical, classify, identify, refusal
from crawler.page import PageKind
from crawler.profile_files import for_url, with_family
from crawler.profiles import Profile

ARTICLES = [
    ("php_news", "/news.php?id=4701"),
    ("php_news", "/news-details.php?nid=318"),
    ("php_news", "/ChiTietTin.php?idTin=318"),
    ("php_news", "/index.php?page=chi-tiet-tin&id=318"),
    ("aspnet", "/TinTuc/ChiTiet/318"),
    ("aspnet", "/Home/ChiTietTin/318"),
    ("aspnet", "/tin-tuc/chi-tiet/318/hanh-trinh-do"),
    ("aspnet", "/ChiTietTinTuc.aspx?id=318"),
    ("aspnet", "/module/web_NewDetails.aspx?id=318"),
    ("generic", "/home.php?mod=news&go=1&loai=5&nid=902"),
    ("generic", "/13348"),
    ("generic", "/2019"),
    ("wordpress", "/?p=5724"),
    ("wordpress", "/tuoi-tre-chung-tay-vi-cong-dong-khoe-manh/"),
    ("wordpress", "/2024/03/12/ra-mat-cau-lac-bo-doc-sach-thieu-nhi/"),
    ("nukeviet", "/vi/news/phong-trao/hanh-trinh-do-o-xa-dao-318.html"),
    ("nukeviet", "/news/phong-trao/hanh-trinh-do-o-xa-dao-318.html"),
    ("nukeviet", "/Phong-trao/Hanh-trinh-do-318.html"),
    ("nukeviet", "/index.php?language=vi&nv=news&op=Phong-trao/Hanh-trinh-do-318"),
    ("nukeviet", "/index.php/news/Phong-trao/Hanh-trinh-do-318/"),
    ("joomla", "/index.php?option=com_content&view=article&id=318:hanh-trinh-do&catid=4:tin&Itemid=9"),
    ("joomla", "/index.php/tin-tuc/phong-trao/318-hanh-trinh-do"),
    ("joomla", "/tin-tuc/318-hanh-trinh-do.html"),
    ("joomla", "/component/content/article/318-hanh-trinh-do"),
    ("joomla", "/component/content/article/hanh-trinh-do?catid=318&Itemid=101"),
    ("joomla", "/tin-tuc/item/318-hanh-trinh-do"),
    ("drupal", "/node/318"),
    ("drupal", "/vi/node/318"),
    ("drupal", "/?q=node/318"),
    ("dotnetnuke", "/tin-tuc/tabid/86/post/318/hanh-trinh-do.aspx"),
    ("dotnetnuke", "/Trang-chu/post/318/hanh-trinh-do"),
    ("dotnetnuke", "/Default.aspx?NewsViews=318&tabid=109"),
    ("dotnetnuke", "/tin/tabid/86/ArticleID/318/hanh-trinh-do.aspx"),
    ("dotnetnuke", "/tin/tabid/77/ctl/ArticleView/mid/411/articleId/318/hanh-trinh-do.aspx"),
    ("dotnetnuke", "/Default.aspx?tabid=77&ctl=ViewNews&mid=411&id=318"),
    ("sharepoint", "/noidung/tintuc/Lists/TinTuc/View_Detail.aspx?ItemID=318"),
    ("sharepoint", "/Lists/TinTuc/DispForm.aspx?ID=318"),
    ("aspnet", "/default.aspx?portal=tinhdoan&page=chitiet&id=318"),
    ("aspnet", "/i318-hanh-trinh-do.aspx"),
    ("aspnet", "/bai-viet/i318/hanh-trinh-do.html"),
    ("aspnet", "/BaiViet/Index/318"),
    ("aspnet", "/?gd=&cn=4&tc=318"),
    ("php_news", "/home.php?mod=news&go=1&loai=3&nid=318"),
    ("php_news", "/318"),
    ("generic", "/index.php?option=com_content&view=article&id=318:hanh-trinh-do&catid=4:tin&Itemid=9&lang=vi"),
    ("generic", "/index.php/tin-tuc/phong-trao/318-hanh-trinh-do"),
    ("generic", "/tin-tuc/tabid/86/post/318/hanh-trinh-do.aspx"),
    ("generic", "/Trang-chu/post/318/hanh-trinh-do"),
    ("generic", "/Default.aspx?NewsViews=318&tabid=109"),
    ("generic", "/i318-hanh-trinh-do.aspx"),
    ("generic", "/bai-viet/i318/hanh-trinh-do.html"),
    ("generic", "/TinTuc/Chitiet.aspx?ItemID=318&UrlList=%2Fct%2Fcms%2FLists%2FTin"),
    ("generic", "/BaiViet/Index/318"),
    ("generic", "/?gd=&cn=4&tc=318"),
    ("generic", "/12_phong-trao/318_hanh-trinh-do-0.html"),
    ("generic", "/bai-viet/phong-trao-318"),
    ("generic", "/phong-trao/hanh-trinh-do-318"),
    ("generic", "/hanh-trinh-do-318.html"),
    ("generic", "/le-hoi-bien-nha-trang-12.html"),
    ("generic", "/phong-trao/hanh-trinh-do-den-voi-xa-dao.html"),
]
LISTINGS = [
    ("joomla", "/index.php?option=com_content&view=category&layout=blog&id=4&Itemid=9"),
    ("joomla", "/tin-tuc?start=20"),
    ("joomla", "/"),
    ("drupal", "/taxonomy/term/12"),
    ("drupal", "/tin-tuc?page=3"),
    ("drupal", "/node?page=2"),
    ("dotnetnuke", "/tin-tuc/tabid/86/Default.aspx"),
    ("dotnetnuke", "/tin-tuc/tabid/86/CurrentPage/3/Default.aspx"),
    ("sharepoint", "/noidung/tintuc/Pages/Category.aspx?CategoryId=4"),
    ("sharepoint", "/Pages/default.aspx"),
    ("aspnet", "/c3-phong-trao.aspx"),
    ("aspnet", "/c3-phong-trao.aspx?page=7"),
    ("php_news", "/home.php?mod=news&loai=3&page=2"),
    ("nukeviet", "/news/phong-trao/page-38"),
    ("nukeviet", "/phong-trao/page-2/"),
    ("nukeviet", "/phong-trao/"),
    ("nukeviet", "/vi/news/phong-trao/"),
    ("nukeviet", "/index.php?language=vi&nv=news"),
    ("nukeviet", "/index.php?language=vi&nv=news&op=Phong-trao"),
    ("nukeviet", "/index.php?language=vi&nv=news&op=Phong-trao/page-3"),
    ("wordpress", "/category/phong-trao/"),
    ("wordpress", "/category/phong-trao/page/7/"),
    ("wordpress", "/page/4/"),
    ("wordpress", "/?paged=3"),
    ("wordpress", "/?cat=12"),
    ("php_news", "/news.php?nt=3&page=2"),
    ("generic", "/ThanhDoan/webtd/Category/572/701"),
    ("generic", "/tin-doan-nc12.html?page=277"),
    ("generic", "/new/phong-trao/?PageIndex=81"),
    ("generic", "/tin-tuc?page=1"),
    ("generic", "/tin-tuc/trang-5.html"),
    ("generic", "/tin-tuc/Trang/5"),
    ("generic", "/index.php/tin-tuc?start=20"),
    ("generic", "/index.php?option=com_content&view=category&id=4&Itemid=9"),
    ("generic", "/taxonomy/term/12"),
]
TRAPS = [
    ("joomla", "/tin-tuc/318-hanh-trinh-do?showall=1", "trap:twin"),
    ("joomla", "/component/mailto/?link=abc", "trap:send"),
    ("joomla", "/index2.php?option=com_content&task=view&id=3&pop=1&page=0&Itemid=2", "trap:twin"),
    ("joomla", "/index2.php?option=com_content&task=emailform&id=3", "trap:send"),
    ("joomla", "/van-ban/category/3-ke-hoach?download=12:kh-65", "trap:download"),
    ("joomla", "/tin-tuc/item/download/12_ab12cd", "trap:download"),
    ("joomla", "/tai-lieu/send/3-ke-hoach/12-kh-65", "trap:download"),
    ("joomla", "/component/users/?view=login", "trap:account"),
    ("joomla", "/itemlist/tag/mua-he", "trap:archive"),
    ("drupal", "/print/318", "trap:twin"),
    ("drupal", "/print/tin-tuc/le-ra-quan", "trap:twin"),
    ("drupal", "/book/export/html/318", "trap:twin"),
    ("drupal", "/forward?path=node/318", "trap:twin"),
    ("drupal", "/tin-tuc/le-ra-quan?qt-tin_khac=1", "trap:twin"),
    ("drupal", "/tin-tuc?order=title&sort=asc", "trap:twin"),
    ("drupal", "/user/login?destination=node/3", "trap:account"),
    ("drupal", "/comment/reply/318", "trap:comments"),
    ("drupal", "/node/318/edit", "trap:twin"),
    ("dotnetnuke", "/trang-chu/tabid/56/ctl/Login/Default.aspx", "trap:form"),
    ("dotnetnuke", "/tin/tabid/86/ArticleID/3/x.aspx?SkinSrc=%5bG%5dSkins", "trap:twin"),
    ("dotnetnuke", "/LinkClick.aspx?fileticket=abc", "trap:module"),
    ("dotnetnuke", "/tin/tabid/77/ctl/PrintView/mid/411/articleId/12/x.aspx", "trap:form"),
    ("dotnetnuke", "/Default.aspx?tabid=77&ctl=SendMail&mid=411&id=12", "trap:form"),
    ("dotnetnuke", "/tin/tabid/77/ctl/ArticleView/mid/411/Default.aspx", "trap:form"),
    ("sharepoint", "/Lists/Calendar/DispForm.aspx?ID=3", "trap:form"),
    ("sharepoint", "/Lists/TinTuc/DispForm.aspx", "trap:form"),
    ("sharepoint", "/_layouts/15/Authenticate.aspx?Source=%2F", "trap:machine"),
    ("sharepoint", "/ct/cms/pPrintTinTuc.aspx?ItemID=3&UrlList=x", "trap:twin"),
    ("aspnet", "/services/tin.asmx/Doc", "trap:machine"),
    ("dotnetnuke", "/DesktopModules/News/api.aspx", "trap:module"),
    ("nukeviet", "/savefile/phong-trao/hanh-trinh-do-318.html", "trap:print"),
    ("nukeviet", "/index.php?language=vi&nv=news&op=savefile/Phong-trao/Hanh-trinh-do-318", "trap:print"),
    ("nukeviet", "/phong-trao/hanh-trinh-do-318.html?download=1&id=0", "trap:download"),
    ("nukeviet", "/banners/click/?id=3", "trap:module"),
    ("nukeviet", "/vi/users/login/", "trap:module"),
    ("nukeviet", "/tag/hoi/page-7", "trap:archive"),
    ("nukeviet", "/topic/chien-dich-he/", "trap:archive"),
    ("wordpress", "/author/bientap/page/2/", "trap:archive"),
    ("wordpress", "/2024/07/", "trap:date"),
    ("wordpress", "/hanh-trinh-do/feed/", "trap:feed"),
    ("wordpress", "/wp-json/wp/v2/posts", "trap:machine"),
    ("generic", "/print.php?id=3", "trap:print"),
    ("generic", "/in-tin/318", "trap:print"),
    ("generic", "/BaiViet/BanIn/318", "trap:print"),
    ("generic", "/inbai.php?id=318", "trap:print"),
    ("generic", "/popup.php?mod=in&id=318", "trap:print"),
    ("generic", "/318/in", "trap:print"),
    ("generic", "/luu/318", "trap:print"),
    ("generic", "/guibanbe.php?id=318", "trap:send"),
    ("generic", "/hanh-trinh-do-318.html?print=1", "trap:print"),
    ("generic", "/index.php?option=com_content&view=article&id=3&tmpl=component&print=1", "trap:print"),
    ("generic", "/sendmail.php?id=3", "trap:send"),
    ("generic", "/dang-nhap.html", "trap:account"),
    ("generic", "/index.php?module=users", "trap:account"),
    ("generic", "/Login.aspx", "trap:account"),
    ("generic", "/x?replytocom=5", "trap:comments"),
    ("generic", "/tim-kiem/?tukhoa=doan", "trap:search"),
    ("generic", "/tin?keyword=doan", "trap:search"),
    ("generic", "/lich.php?thang=7&nam=2024", "trap:calendar"),
    ("generic", "/events/month/2031-05", "trap:calendar"),
    ("generic", "/tin?orderby=hits", "trap:sort"),
    ("generic", "/go.php?url=https%3A%2F%2Fb.vn%2Fx.html", "trap:redirect"),
    ("generic", "/tin/tin/tin/tin/x.html", "trap:repeat"),
    ("generic", "/a/b/a/b/a/b/x.html", "trap:repeat"),
    ("generic", "/x?a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1", "trap:query"),
    ("generic", "/" + "x" * 700, "trap:long"),
    ("generic", "/tai-lieu/dieu-le.PDF", "asset"),
]
#: Slugs that begin with the words of traps are news all the same.
NEWS = [
    "/tim-kiem-tai-nang-tre-nam-2024-31.html",
    "/tin/dang-ky-hien-mau-dot-2-nam-2024-32.html",
    "/thanh-vien-moi-cua-ban-chap-hanh-33.html",
    "/lich-su-doan-tu-1931-den-nay.html",
    "/in-an-tai-lieu-dai-hoi-34.html",
    "/the-thao/giai-bong-da-thanh-nien-35.html",
    "/tin/chia-se-yeu-thuong-36.html",
    "/users-va-chuyen-doi-so-37.html",
    "/thong-ke-doan-vien-nam-2023-38.html",
    "/dien-dan-thanh-nien-khoi-nghiep-39.html",
    "/tac-gia-tre-va-giai-thuong-40.html",
    "/binh-chon-guong-mat-tre-41.html",
    "/trang-tin-moi-cua-doan-42.html",
    "/luu-hoc-sinh-ve-que-43.html",
    "/tin/ban-in-an-pham-doan-44.html",
]


def site(family: str) -> Profile:
    return with_family(for_url("http://a.vn/"), family)


@pytest.mark.parametrize(("family", "path"), ARTICLES)
def test_articles(family: str, path: str) -> None:
    profile = site(family)
    url = canonical("http://a.vn" + path, profile)
    assert url is not None
    assert (refusal(url, profile), classify(url, profile)) == (None, PageKind.ARTICLE)


@pytest.mark.parametrize(("family", "path"), LISTINGS)
def test_listings(family: str, path: str) -> None:
    profile = site(family)
    url = canonical("http://a.vn" + path, profile)
    assert url is not None
    assert (refusal(url, profile), classify(url, profile)) == (None, PageKind.LISTING)


@pytest.mark.parametrize(("family", "path", "reason"), TRAPS, ids=[path[:60] for _, path, _ in TRAPS])
def test_traps(family: str, path: str, reason: str) -> None:
    assert refusal("http://a.vn" + path, site(family)) == reason


@pytest.mark.parametrize("path", NEWS)
@pytest.mark.parametrize("family", ["generic", "nukeviet", "wordpress", "php_news"])
def test_news_is_no_trap(family: str, path: str) -> None:
    assert refusal("http://a.vn" + path, site(family)) is None


@pytest.mark.parametrize(
    "path", ["/gioi-thieu", "/phong-trao", "/news.php?nt=406", "/Default.aspx?tabid=86", "/tuoi-tre-song-dep/"]
)
def test_what_a_url_does_not_tell_is_left_to_the_content(path: str) -> None:
    assert classify("http://a.vn" + path, site("generic")) is PageKind.PAGE


def test_offsite_is_refused_and_a_port_is_another_site() -> None:
    assert refusal("http://b.vn/x", site("generic")) == "offsite"
    assert refusal("http://a.vn:8080/x", site("generic")) == "offsite"
    assert refusal("http://www.a.vn/x", site("generic")) is None


@pytest.mark.parametrize(
    ("path", "space", "number"),
    [
        ("/phong-trao/hanh-trinh-do-318.html", "nukeviet", "318"),
        ("/news/phong-trao/hanh-trinh-do-318.html", "nukeviet", "318"),
        ("/vi/news/phong-trao/hanh-trinh-do-318.html", "nukeviet", "318"),
        ("/khac/do-318/", "nukeviet", "318"),
        ("/index.php?language=vi&nv=news&op=Phong-trao/Hanh-trinh-do-318", "nukeviet", "318"),
        ("/index.php?language=vi&nv=news&op=Phong-trao%2FHanh-trinh-do-318", "nukeviet", "318"),
        ("/index.php/news/Phong-trao/Hanh-trinh-do-318/", "nukeviet", "318"),
        ("/laws/detail/ke-hoach-318/", "nukeviet/laws", "318"),
        ("/index.php?language=vi&nv=Thong-bao&op=Khac/Nghi-le-318", "nukeviet/thong-bao", "318"),
        ("/en/news/events/green-sunday-318.html", "nukeviet/en/news", "318"),
    ],
)
def test_a_nukeviet_article_is_its_number_within_its_module(path: str, space: str, number: str) -> None:
    assert identify("http://a.vn" + path, site("nukeviet")) == Identity(space, number)


@pytest.mark.parametrize("path", ["/news.php?id=17", "/news.php?x=1&id=17", "/cu/news.php?id=17&nt=2"])
def test_a_php_news_article_is_its_number(path: str) -> None:
    assert identify("http://a.vn" + path, site("php_news")) == Identity("news", "17")


@pytest.mark.parametrize("path", ["/news.php?nt=17", "/news.php?id=", "/news.php?id=a1", "/video.php?id=17"])
def test_what_is_no_php_news_article(path: str) -> None:
    assert identify("http://a.vn" + path, site("php_news")) is None


def test_a_section_called_a_forum_is_a_section() -> None:
    site = with_family(for_url("http://a.vn/"), "generic")
    assert refusal("http://a.vn/dien-dan/thanh-nien-khoi-nghiep-12.html", site) is None
    assert refusal("http://a.vn/forum/viewtopic.php?t=12", site) == "trap:machine"
