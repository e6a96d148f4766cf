"""What a person reads when a request got no answer."""

import pytest
from OpenSSL.SSL import Error as SSLError
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, ResponseDataLossError
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure

from crawler.fetch.failures import in_words


def wrapped(problem: Exception) -> DownloadFailedError:
    return DownloadFailedError(str([Failure(problem)]))


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (wrapped(ConnectionDone()), "Connection was closed cleanly."),
        (wrapped(SSLError([("SSL routines", "", "certificate verify failed")])), "certificate of the server"),
        (DownloadTimeoutError("Getting http://a.vn/ took longer than 30 seconds."), "longer than 30 seconds"),
        (ResponseDataLossError(), "broke off"),
        (OSError("No route to host"), "No route to host"),
        (ValueError(), "ValueError"),
    ],
)
def test_no_class_names_where_there_are_words(problem: Exception, words: str) -> None:
    said = in_words(problem)
    assert words in said
    assert "Failure" not in said
    assert "[" not in said
