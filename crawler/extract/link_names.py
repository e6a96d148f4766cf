"""What a link to another article is called: its words, without the day that stands in a box beside them."""

from lxml.html import HtmlElement

from crawler.extract.stamp import is_bare_stamp
from crawler.vietnamese.text import clean_line


def name_of(anchor: HtmlElement) -> str:
    """The words of a link; where it holds several boxes (a card that is one link), those of its stamps left out."""
    whole = clean_line(anchor.text_content())
    if not len(anchor) or not whole[-1:].isdigit():
        return whole
    texts = [text for piece in anchor.itertext() if (text := clean_line(piece))]
    said = [text for text in texts if not is_bare_stamp(text)]
    return " ".join(said) if said and len(said) < len(texts) else whole
