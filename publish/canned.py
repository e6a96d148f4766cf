"""Ready questions of the data desk: Vietnamese title and description, with English."""

from typing import Any, Final

_SHOWN: Final = "status <> 'hidden'"

QUERIES: Final[dict[str, dict[str, Any]]] = {
    "bai-theo-thang": {
        "title": "Bài theo tháng · Articles a month",
        "description": "Số bài mỗi tháng của từng trang. Articles a month of each site.",
        "sql": f"""select a.month as thang, s.name as trang, count(*) as so_bai
from articles a join sites s on s.id = a.site_id
where a.{_SHOWN} and a.month is not null
group by a.month, s.id order by a.month desc, so_bai desc""",
    },
    "bai-theo-trang": {
        "title": "Bài theo trang · Articles by site",
        "description": "Số bài, bài đầu, bài cuối và lượt đọc của từng trang. Articles, first, last and reads by site.",
        "sql": f"""select s.name as trang, count(a.id) as so_bai, min(a.published_at) as bai_dau,
  max(a.published_at) as bai_cuoi, sum(a.read_count) as luot_doc
from sites s left join articles a on a.site_id = s.id and a.{_SHOWN}
group by s.id order by so_bai desc""",
    },
    "doc-nhieu-nhat": {
        "title": "Đọc nhiều nhất · Most read",
        "description": "100 bài có lượt đọc cao nhất theo lần xem gần nhất. The 100 articles with the highest counts.",
        "sql": f"""select a.title as bai, s.name as trang, c.name as chuyen_muc, a.read_count as luot_doc,
  a.read_count_at as xem_luc, a.url
from articles a join sites s on s.id = a.site_id left join sections c on c.id = a.section_id
where a.{_SHOWN} and a.read_count is not null
order by a.read_count desc limit 100""",
    },
    "tang-luot-doc": {
        "title": "Tăng lượt đọc · Growth of reads",
        "description": "Bài có lượt đọc tăng nhiều nhất giữa lần xem đầu và cuối. Growth from first to last look.",
        "sql": f"""select a.title as bai, s.name as trang, min(r.read_count) as tu, max(r.read_count) as den,
  max(r.read_count) - min(r.read_count) as tang, min(r.seen_at) as xem_dau, max(r.seen_at) as xem_cuoi
from read_counts r join articles a on a.id = r.article_id join sites s on s.id = a.site_id
where a.{_SHOWN} group by a.id having tang > 0 order by tang desc limit 100""",
    },
    "tac-gia": {
        "title": "Tác giả · Authors",
        "description": "Số bài của từng tác giả và đơn vị. Articles of each author and unit.",
        "sql": f"""select n.name as tac_gia, count(distinct a.id) as so_bai, group_concat(distinct x.unit) as don_vi
from article_authors x join authors n on n.id = x.author_id join articles a on a.id = x.article_id
where a.{_SHOWN} group by n.id order by so_bai desc, n.name""",
    },
    "bai-bi-sua": {
        "title": "Bài bị sửa · Changed articles",
        "description": "Bài mà trang gốc đã đổi nội dung. Articles whose text the site has changed.",
        "sql": f"""select a.title as bai, s.name as trang, a.versions as so_phien_ban, a.changed_at as sua_luc, a.url
from articles a join sites s on s.id = a.site_id
where a.{_SHOWN} and a.versions > 1 order by a.changed_at desc limit 500""",
    },
    "bai-da-mat": {
        "title": "Mất trên trang gốc · Gone from the source",
        "description": "Bài không còn trên trang gốc nhưng còn trong kho. Gone at the source, kept here.",
        "sql": """select a.title as bai, s.name as trang, a.status as tinh_trang, a.status_since as tu_luc, a.url
from articles a join sites s on s.id = a.site_id
where a.status in ('gone', 'replaced', 'suspected', 'unreachable') order by a.status_since desc""",
    },
    "van-de": {
        "title": "Vấn đề · Open issues",
        "description": "Điều chưa ổn khi thu thập và việc nên làm. What went wrong and what to do.",
        "sql": """select s.name as trang, i.severity as muc, i.code as loai, i.message as noi_dung,
  i.advice as nen_lam, i.url, i.times as so_lan, i.last_seen_at as lan_cuoi
from issues i left join sites s on s.id = i.site_id
where i.resolved_at is null order by i.last_seen_at desc limit 500""",
    },
}
