"""Ready questions of the data desk, each once in Vietnamese and once in English: title, description, column names.

In a question's SQL ``{vi|en}`` is a name in either language.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_SHOWN: Final = "status <> 'hidden'"
#: Hidden articles are few: leaving them out by number lets counts come from an index alone.
_HIDDEN: Final = "(select id from articles where status = 'hidden')"
_NAME: Final = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question: its address, title and description in Vietnamese and English, and its SQL."""

    path: tuple[str, str]
    title: tuple[str, str]
    description: tuple[str, str]
    sql: str

    def in_language(self, number: int) -> dict[str, Any]:
        """As Datasette's metadata has it, in Vietnamese (0) or English (1)."""
        return {
            "title": self.title[number],
            "description": self.description[number],
            "sql": _NAME.sub(lambda names: names[number + 1], self.sql),
        }


QUESTIONS: Final = (
    Question(
        ("bai-theo-thang", "articles-by-month"),
        ("Bài theo tháng", "Articles a month"),
        ("Số bài mỗi tháng của từng trang.", "Articles a month of each site."),
        f"""select a.month as {{thang|month}}, s.name as {{trang|site}}, count(*) as {{so_bai|articles}}
from articles a join sites s on s.id = a.site_id
where a.id not in {_HIDDEN} and a.month is not null
group by a.month, s.id order by a.month desc, count(*) desc""",
    ),
    Question(
        ("bai-theo-trang", "articles-by-site"),
        ("Bài theo trang", "Articles by site"),
        ("Số bài, bài đầu, bài cuối và lượt đọc của từng trang.", "Articles, first, last and reads of each site."),
        f"""select s.name as {{trang|site}}, coalesce(n.articles, 0) as {{so_bai|articles}},
  n.first as {{bai_dau|first}}, n.last as {{bai_cuoi|last}}, r.reads as {{luot_doc|reads}}
from sites s left join (
  select site_id, count(*) as articles, min(published_at) as first, max(published_at) as last
  from articles where id not in {_HIDDEN} group by site_id) n on n.site_id = s.id
left join (
  select site_id, sum(read_count) as reads from articles
  where read_count is not null and {_SHOWN} group by +site_id) r on r.site_id = s.id
order by coalesce(n.articles, 0) desc, s.name""",
    ),
    Question(
        ("doc-nhieu-nhat", "most-read"),
        ("Đọc nhiều nhất", "Most read"),
        (
            "100 bài có lượt đọc cao nhất theo lần xem gần nhất.",
            "The 100 articles with the highest counts as last seen.",
        ),
        f"""select a.title as {{bai|article}}, s.name as {{trang|site}}, c.name as {{chuyen_muc|section}},
  a.read_count as {{luot_doc|reads}}, a.read_count_at as {{xem_luc|seen_at}}, a.url
from articles a join sites s on s.id = a.site_id left join sections c on c.id = a.section_id
where a.{_SHOWN} and a.read_count is not null
order by a.read_count desc limit 100""",
    ),
    Question(
        ("tang-luot-doc", "growth-of-reads"),
        ("Tăng lượt đọc", "Growth of reads"),
        (
            "Bài có lượt đọc tăng nhiều nhất giữa lần xem đầu và cuối.",
            "Articles that gained most from first to last look.",
        ),
        f"""select a.title as {{bai|article}}, s.name as {{trang|site}}, r.low as {{tu|from_count}},
  r.high as {{den|to_count}}, r.high - r.low as {{tang|growth}}, r.first as {{xem_dau|first_seen}},
  r.last as {{xem_cuoi|last_seen}}
from (
  select article_id, min(read_count) as low, max(read_count) as high, min(seen_at) as first, max(seen_at) as last
  from read_counts where article_id not in {_HIDDEN} group by article_id
  having max(read_count) > min(read_count) order by max(read_count) - min(read_count) desc limit 100
) r join articles a on a.id = r.article_id join sites s on s.id = a.site_id
order by r.high - r.low desc""",
    ),
    Question(
        ("tac-gia", "authors-and-units"),
        ("Tác giả", "Authors"),
        ("500 tác giả và đơn vị có nhiều bài nhất.", "The 500 persons and units with most articles."),
        f"""select n.name as {{tac_gia|author}}, x.articles as {{so_bai|articles}}, (
    select group_concat(distinct u.unit) from article_authors u
    where u.author_id = x.author_id and u.article_id not in {_HIDDEN}) as {{don_vi|units}}
from (
  select author_id, count(distinct article_id) as articles from article_authors
  where article_id not in {_HIDDEN} group by author_id order by count(distinct article_id) desc limit 500
) x join authors n on n.id = x.author_id
order by x.articles desc, n.name""",
    ),
    Question(
        ("bai-bi-sua", "edited-articles"),
        ("Bài bị sửa", "Edited articles"),
        ("500 bài mới bị trang gốc đổi nội dung.", "The 500 articles whose text the site changed last."),
        f"""select a.title as {{bai|article}}, s.name as {{trang|site}}, a.versions as {{so_phien_ban|versions}},
  a.changed_at as {{sua_luc|changed_at}}, a.url
from articles a join sites s on s.id = a.site_id
where a.{_SHOWN} and a.versions > 1 order by a.changed_at desc limit 500""",
    ),
    Question(
        ("bai-da-mat", "gone-articles"),
        ("Mất trên trang gốc", "Gone from the source"),
        ("Bài không còn trên trang gốc nhưng còn trong kho.", "Gone at the source, kept here."),
        """select a.title as {bai|article}, s.name as {trang|site}, a.status as {tinh_trang|status},
  a.status_since as {tu_luc|since}, a.url
from articles a join sites s on s.id = a.site_id
where a.status in ('gone', 'replaced', 'suspected', 'unreachable') order by a.status_since desc""",
    ),
    Question(
        ("lien-ket-chet", "dead-links"),
        ("Liên kết chết", "Dead links"),
        (
            "Liên kết, ảnh và tài liệu trong bài mà trang gốc không còn.",
            "Links, images and documents of articles that their site no longer has.",
        ),
        f"""select a.title as {{bai|article}}, s.name as {{trang|site}}, d.kind as {{loai|kind}},
  d.url as {{lien_ket|link}}, d.state as {{tinh_trang|status}}, a.url
from (
  select r.article_id, 'related' as kind, r.url, t.status as state
  from articles t join related_links r on r.target_id = t.id where t.status in ('gone', 'replaced', 'unreachable')
  union all select i.article_id, 'image', i.url, p.state
  from pages p join images i on i.url = p.url
  where p.site_id in (select id from sites) and p.state in ('gone', 'failed')
  union all select k.article_id, 'attachment', k.url, p.state
  from pages p join attachments k on k.url = p.url
  where p.site_id in (select id from sites) and p.state in ('gone', 'failed')
) d join articles a on a.id = d.article_id join sites s on s.id = a.site_id
where a.{_SHOWN} order by s.name, a.id desc limit 1000""",
    ),
    Question(
        ("bai-trung", "duplicates-across-sites"),
        ("Bài trùng giữa các trang", "Duplicates across sites"),
        (
            "Cùng một tiêu đề (từ 25 ký tự) ở nhiều trang: bài đăng lại, văn bản gửi chung.",
            "One headline (25 characters or more) on several sites: pieces republished, documents sent to all.",
        ),
        f"""select t.title as {{bai|article}}, t.sites as {{so_trang|sites}}, t.articles as {{so_bai|articles}},
  group_concat(distinct s.name) as {{cac_trang|site_names}}, min(a.published_at) as {{som_nhat|earliest}},
  max(a.published_at) as {{muon_nhat|latest}}, min(a.id) as {{so_dong|first_id}}
from (
  select title, count(distinct site_id) as sites, count(*) as articles from articles
  where length(title) >= 25 and id not in {_HIDDEN} group by title having min(site_id) < max(site_id)
  order by count(distinct site_id) desc, count(*) desc limit 500
) t join articles a on a.title = t.title and a.id not in {_HIDDEN} join sites s on s.id = a.site_id
group by t.title order by t.sites desc, t.articles desc, t.title""",
    ),
    Question(
        ("dau-hieu-bi-chen", "spam-flags"),
        ("Dấu hiệu bị chèn", "Signs of tampering"),
        (
            "Lời và liên kết mà người khác có thể đã chèn vào trang: quảng cáo, chữ ẩn. Không thuộc nội dung bài.",
            "Texts and links that others may have put into pages: selling, hidden. No part of the articles' text.",
        ),
        f"""select s.name as {{trang|site}}, a.title as {{bai|article}}, f.kind as {{loai|kind}},
  f.text as {{loi|text}}, f.url as {{dan_den|leads_to}}, min(c.captured_at) as {{thay_dau|first_seen}},
  max(c.captured_at) as {{thay_cuoi|last_seen}}, a.url
from flags f join articles a on a.id = f.article_id join sites s on s.id = a.site_id
join captures c on c.id = f.capture_id
where a.{_SHOWN} and s.rights_publish = 'full'
group by f.article_id, f.kind, f.text, f.url order by max(c.captured_at) desc limit 1000""",
    ),
    Question(
        ("van-de", "open-issues"),
        ("Vấn đề", "Open issues"),
        ("Điều chưa ổn khi thu thập và việc nên làm.", "What went wrong in crawls and what to do."),
        """select s.name as {trang|site}, i.severity as {muc|severity}, i.code as {loai|code},
  i.message as {noi_dung|message}, i.advice as {nen_lam|advice}, i.url, i.times as {so_lan|times},
  i.last_seen_at as {lan_cuoi|last_seen}
from issues i left join sites s on s.id = i.site_id
where i.resolved_at is null and not exists (select 1 from articles a
  where a.status = 'hidden' and (a.id = i.article_id or a.url = i.url))
order by i.last_seen_at desc limit 500""",
    ),
)

#: As Datasette's metadata has them: all in Vietnamese, then all in English.
QUERIES: Final[dict[str, dict[str, Any]]] = {
    question.path[number]: question.in_language(number) for number in (0, 1) for question in QUESTIONS
}


def answerable(database: Path) -> dict[str, dict[str, Any]]:
    """The ready questions that the database at this path can answer: a copy for publication lacks some tables."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return {name: query for name, query in QUERIES.items() if _runs(connection, query["sql"])}
    except sqlite3.Error:  # not ours to judge: Datasette itself reports a database that it cannot open
        return QUERIES


def _runs(connection: sqlite3.Connection, sql: str) -> bool:
    try:
        connection.execute(f"explain {sql}", _Anything())
    except sqlite3.OperationalError:
        return False
    return True


class _Anything(dict[str, str]):
    """A value for every parameter."""

    def __missing__(self, name: str) -> str:
        return ""
