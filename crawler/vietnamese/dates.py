"""Dates of Vietnamese pages: stamps (when published) and events (when it happened) are two questions."""

from crawler.vietnamese.events import event_date
from crawler.vietnamese.stamps import VIETNAM, Precision, parse_stamp, without_stamps

__all__ = ["VIETNAM", "Precision", "event_date", "parse_stamp", "without_stamps"]
