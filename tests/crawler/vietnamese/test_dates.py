from datetime import date, timedelta

import pytest

from crawler.vietnamese.dates import event_date, parse_stamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("10:31 15/10/2018     371", "2018-10-15T10:31"),
        ("06/06/2013 07:05 1608", "2013-06-06T07:05"),
        ("Viết lúc: 10:16 ngày 08/11/2021", "2021-11-08T10:16"),
        ("Thứ Sáu, 28/02/2025 10:16 GMT+7", "2025-02-28T10:16"),
        ("Thu, Day 04/08/2016 10:15 AM", "2016-08-04T10:15"),
        ("Thứ bảy - 13/07/2024 20:28", "2024-07-13T20:28"),
        ("Thứ bảy - 13/07/2024 20:28 - 12 lượt xem", "2024-07-13T20:28"),
        ("12/04/2024 3:20 CH", "2024-04-12T15:20"),
        ("12/04/2024 12:05 SA", "2024-04-12T00:05"),
        ("8h15, ngày 12/04/2024", "2024-04-12T08:15"),
        ("12 Tháng 4 2024 08:15", "2024-04-12T08:15"),
        ("2024-07-13T20:28:00+07:00", "2024-07-13T20:28"),
        ("2024-07-13T20:28:00Z", "2024-07-14T03:28"),
        ("2024-07-13T20:28:00.5-0500", "2024-07-14T08:28"),
        ("2024-07-13 20:28:00", "2024-07-13T20:28"),
        ("Fri, 28 Feb 2025 22:16:00 +0000", "2025-03-01T05:16"),
        ("April 12, 2024 9:05 pm", "2024-04-12T21:05"),
        ("7 giờ 30 phút ngày 12 tháng 4 năm 2024", "2024-04-12T07:30"),
        ("9 giờ 5 phút, ngày 12 tháng 4 năm 2024", "2024-04-12T09:05"),
        ("12/04/2024 lúc 9h5", "2024-04-12T09:05"),
        ("9h 5/6/2023", "2023-06-05T09:00"),
        ("9h 5-6-2023", "2023-06-05T09:00"),
        ("9 giờ 15 tháng 11 năm 2020", "2020-11-15T09:00"),
        ("09g15 ngày 15/11/2020", "2020-11-15T09:15"),
        ("6/25/2019 4:45 PM", "2019-06-25T16:45"),  # no day first is possible
        ("6/2/2019 4:45:10 PM", "2019-06-02T16:45"),  # a server set to American English
        ("2/06/2019 4:45:10 PM", "2019-06-02T16:45"),
        ("02/06/2019 4:45:10 CH", "2019-06-02T16:45"),
        ("2/6/2019 4:45 PM", "2019-06-02T16:45"),
    ],
)
def test_stamps_to_the_minute(text: str, moment: str) -> None:
    found = parse_stamp(text)
    assert found is not None
    assert (found[0].isoformat()[:16], found[1]) == (moment, "minute")
    assert found[0].utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 05 tháng 4 năm 2023", "2023-04-05"),
        ("Tháng Bảy 14, 2024", "2024-07-14"),
        ("14 Tháng Bảy, 2024", "2024-07-14"),
        ("3 Tháng Mười Hai, 2020", "2020-12-03"),
        ("Tháng Mười Một 3, 2020", "2020-11-03"),
        ("17.3.2019", "2019-03-17"),
        ("26-3-2011", "2011-03-26"),
        ("Ngày cập nhật 17/11/2017", "2017-11-17"),
        ("20/12/2019 | ", "2019-12-20"),
        ("2024/04/12", "2024-04-12"),
        ("13/07/2024 25:61", "2024-07-13"),
    ],
)
def test_stamps_to_the_day(text: str, day: str) -> None:
    found = parse_stamp(text)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (f"{day}T00:00:00+07:00", "day")


@pytest.mark.parametrize(
    "text",
    [
        "12/04/24",
        "31/02/2024",
        "29/02/2023",
        "45/13/2020",
        "26/3/1931",
        "1970-01-01T00:00:00Z",
        "0001-01-01",
        "2 giờ trước",
        "2017 - 2022",
        "20124",
        "20240712",
        "ngày 3/10",
        "",
    ],
)
def test_no_stamp(text: str) -> None:
    assert parse_stamp(text) is None


def test_a_site_that_prints_in_utc() -> None:
    found = parse_stamp("23:13 12/04/2024", "UTC")
    assert found is not None
    assert found[0].isoformat() == "2024-04-13T06:13:00+07:00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Chiều ngày 24/6/2023, tại Hội trường Nhà thiếu nhi tỉnh", date(2023, 6, 24)),
        ("Ngày 18-19/1/2016, tại xã đảo", date(2016, 1, 18)),
        ("Vào lúc 17 giờ ngày 05 tháng 4 năm 2023 Hội đồng Đội", date(2023, 4, 5)),
        (
            "Thực hiện Kế hoạch số 44-KH/ĐTN, ngày 29 tháng 11 năm 2023 của; Chiều ngày 12 tháng 01 năm 2024, xã",
            date(2024, 1, 12),
        ),
        (
            "Thực hiện công văn số 203-CV/ĐTN, ngày 5/3/2022 của Huyện đoàn. Ngày 03 tháng 10 năm 2022, tại trường",
            date(2022, 10, 3),
        ),
        (
            "Chào mừng 80 năm thành lập Đoàn (26/3/1931 - 26/3/2011), ngày 1 và 2/4/2011, tại xã",
            date(2011, 4, 1),
        ),
        ("Từ ngày 23 đến 31/01/2021, tại sân cỏ", date(2021, 1, 23)),
        ("Từ ngày 28/12 đến ngày 02/01/2021 tại", date(2020, 12, 28)),
        ("Vừa qua (ngày 09/8/2015), Đoàn phường", date(2015, 8, 9)),
        ("Thứ sáu ngày 24/6/2023, tại", date(2023, 6, 24)),
        ("Nhằm hưởng ứng Ngày Chủ nhật xanh năm 2024, sáng ngày 22/9/2024, Thành đoàn", date(2024, 9, 22)),
        ("Kỷ niệm ngày 26/3, sáng ngày 20/3/2024 tại", date(2024, 3, 20)),
    ],
)
def test_the_day_of_the_event(text: str, day: date) -> None:
    assert event_date([text]) == day


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 99-KH/ĐTN ngày 14 tháng 10 năm 2024 của Ban Thường vụ, Đoàn xã",
        "Nhân kỷ niệm 60 năm Ngày thành lập Hội (15/10/1956 - 15/10/2016), Hội LHTN",
        "Ngày 21/02, Huyện đoàn ra quân. Ngày 15/3/2021 sẽ tổng kết",
        "Sáng 14/4, Ban Thường vụ Tỉnh đoàn",
        "Tính đến ngày 30/6/2023 đã có 20 công trình",
        "Từ nay tới ngày 30/6/2023 các đơn vị",
        "Ngày 8-12-1994 Đại hội toàn quốc",
        "Nhiệm kỳ 2017 - 2022 đã khép lại",
        "Chiều 31/02/2024 tại",
        "Vừa qua, tại Trung tâm văn hóa",
    ],
)
def test_no_day_of_an_event(text: str) -> None:
    assert event_date([text]) is None


def test_only_the_opening_is_read() -> None:
    story = ["Tuổi trẻ xã đảo thi đua.", "Một.", "Hai.", "Ba.", "Ngày 24/6/2023, tại xã"]
    assert event_date(story) is None


def test_the_title_is_read_last() -> None:
    assert event_date(["Vừa qua, tại xã"], "Hội trại ngày 24/6/2023") == date(2023, 6, 24)
    assert event_date(["Ngày 1/6/2023, tại xã"], "Hội trại ngày 24/6/2023") == date(2023, 6, 1)
