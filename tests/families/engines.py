"""All made-up systems, by name."""

from typing import Any

from tests.families.drupal import Drupal, Drupal7, Drupal7Writers, DrupalWriters
from tests.families.joomla import Joomla
from tests.families.joomla_alias import Joomla5Alias, JoomlaAlias
from tests.families.joomla_k2 import K2
from tests.families.joomla_older import Joomla3, Joomla15
from tests.families.nukeviet import NukeViet3, NukeViet4Bought, NukeViet4Mobile
from tests.families.nukeviet_bought import NukeViet4Card, NukeViet4Fnt
from tests.families.nukeviet_egov import NukeViet4Egov
from tests.families.nukeviet_modern import NukeViet3Modern, NukeViet3Query
from tests.families.portals import AspNet, DotNetNuke, Mvc, PhpNews, SharePoint
from tests.families.portals_forms import DispForm, DnnForm, DnnQuery, MvcDetail, OnePage, PortalPage, ViewDetail
from tests.families.portals_full import Edn, HandMade, Labels, ListItem
from tests.families.portals_hand import CenterOld, Hue, Numbered, OldFonts, Seed, Vportal
from tests.families.portals_later import DnnBlog, Publishing, ShortPhp
from tests.families.wordpress import BlockTheme, ClassicTheme
from tests.families.wordpress_bought import Elementor, Flatsome, Newspaper
from tests.families.wordpress_magazine import FlatsomeInVietnamese, Magazine

ENGINES: dict[str, Any] = {
    engine.name: engine()
    for engine in (
        Drupal, DrupalWriters, Drupal7, Drupal7Writers, Joomla, Joomla3, Joomla15, BlockTheme, ClassicTheme, DotNetNuke, DnnBlog, SharePoint, Publishing,
        AspNet, Mvc, PhpNews, ShortPhp, Flatsome, Newspaper, Elementor, NukeViet3, NukeViet4Mobile, NukeViet4Bought,
        DnnForm, DnnQuery, DispForm, OnePage, ViewDetail, PortalPage, MvcDetail, Seed, OldFonts, Hue, CenterOld, Vportal, Numbered,
        HandMade, Labels, Edn, ListItem, NukeViet3Modern, NukeViet3Query, NukeViet4Egov, NukeViet4Card, NukeViet4Fnt,
        FlatsomeInVietnamese, Magazine, K2, JoomlaAlias, Joomla5Alias,
    )
}  # fmt: skip
