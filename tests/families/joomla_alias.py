"""A Joomla site that removes ids from its addresses: an article is shown below the menu by which a reader came."""

from collections.abc import Sequence

from tests.families.joomla import FOLDER, Joomla
from tests.families.site import Answers, assets
from tests.families.stories import Story

#: The menu that shows all sections.
ALL = "tin-tuc"


class JoomlaAlias(Joomla):
    """Every article at two addresses, by its section's menu and by that of all sections; neither calls the other
    canonical, and lists link below their own menu."""

    name = "joomla4-alias"

    def __init__(self) -> None:
        self._menu = ""

    def path(self, story: Story) -> str:
        return f"/{self._menu or story.section}/{story.slug}"

    def source_id(self, story: Story) -> str:
        return f"/{story.section}/{story.slug}"

    def answers(self, stories: Sequence[Story]) -> Answers:
        newest = sorted(stories, key=lambda story: story.published, reverse=True)
        found: Answers = assets(stories, FOLDER)
        self._menu = ALL
        found |= self._listing(f"/{ALL}", "com_content view-category layout-blog", "Tin tức", newest, newest)
        for story in stories:
            self._put_article(found, story, stories, newest)
        self._menu = ""
        return found | super().answers(stories)

    def category(self, slug: str) -> str:
        return f"/{slug}"

    def related(self, story: Story, stories: Sequence[Story]) -> str:
        menu, self._menu = self._menu, ""
        listed = super().related(story, stories)
        self._menu = menu
        return listed

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(body, title, content, newest, story)
        return page.replace(
            '<li><a href="/gioi-thieu">', f'<li><a href="/{ALL}">Tin tức</a></li><li><a href="/gioi-thieu">'
        )


class Joomla5Alias(JoomlaAlias):
    """Version 5, which tells search engines the number all the same."""

    name = "joomla5-alias"

    def source_id(self, story: Story) -> str:
        return str(story.id)

    def page(self, body: str, title: str, content: str, newest: Sequence[Story], story: Story | None = None) -> str:
        page = super().page(body, title, content, newest, story)
        if story is None:
            return page
        graph = (
            f'{{"@graph":[{{"@type":"Article","@id":"{{origin}}\\/#\\/schema\\/com_content\\/article\\/{story.id}"}}]}}'
        )
        return page.replace("</head>", f'<script type="application/ld+json">{graph}</script></head>')
