"""Words that decide whether a line is a name: things, places, accounts, deeds. Data only, for ``names.py``."""

import re
from typing import Final

from crawler.vietnamese.text import fold, tone_canonical
from crawler.vietnamese.wordlists import phrases, words

#: Accounts of content systems (folded): nobody's name.
ACCOUNTS: Final = frozenset(
    phrases("""
    admin|administrator|super user|quantri|quan tri|quan tri vien|quantrivien|quan tri website|webmaster|root
    editor|user|bientap|nhap lieu|an danh|dang cap nhat|n/a|null|none
    """)
)
#: Short forms that are things, not initials of a writer.
SHORT_FORMS: Final = frozenset(
    words("ĐVTN TNCS LHTN TNTP NTM TTN TNTN CTTN QĐ KH TB BC HD NQ VN TW TƯ PDF SHARE EMAIL HCM CNXH RSS TIN BÀI")
)
#: Pairs of words that are things or deeds, never two syllables of a name: headings in capitals, captions.
THINGS: Final = frozenset(
    map(
        tone_canonical,
        phrases("""
        thông báo|đại hội|đại biểu|hội nghị|kế hoạch|quyết định|hình ảnh|quang cảnh|toàn cảnh|liên quan
        chương trình|thanh niên|thiếu nhi|học sinh|sinh viên|đoàn viên|hội viên|đồng chí|tổ chức|hoạt động
        tham gia|phát biểu|trao tặng|chấp hành|thường vụ|bí thư|chủ tịch|việt nam|tuổi trẻ|tình nguyện|ngày hội
        nơi nhận|kính gửi|hướng dẫn|công văn|nghị quyết|báo cáo|xây dựng|phong trào|trang chủ|tin tức|giới thiệu
        liên hệ|văn bản|bạn đọc|ý kiến|bình luận|chia sẻ|tổng kết|sơ kết|khai mạc|bế mạc|lễ khai|lễ tổng|lễ phát
        phát động|ra quân|tập huấn|hội thi|hội trại|diễn đàn|tọa đàm|gặp mặt|thăm hỏi|tặng quà|học bổng
        chúc mừng|kỷ niệm|thành lập|nghĩa trang|liệt sĩ|liệt sỹ|cảm ơn|xin cảm|trân trọng|hồ chí|chí minh
        thư viện|xem thêm|đọc thêm|quay lại|về đầu|đầu trang|cộng sản|cộng hòa|độc lập|hạnh phúc|nội dung
        mục lục|phụ lục|danh sách|điều lệ|chương i|phần i|hết hạn|tập thể|cá nhân|nhà thiếu|hội liên|đội viên
        đội hình|chiến dịch|mùa hè|hè xanh|nhân dân|bầu cử|công trình|phần việc|thi đua|khen thưởng|trao giải
        giải nhất|giải nhì|giải ba|an toàn|giao thông|môi trường|chào cờ|văn nghệ|thể thao|bóng đá|thời tiết
        kết quả|đã ký|tm ban|nguyên đán|trung thu|quốc khánh|chủ nhật|thứ bảy|thứ hai|thủ tục|hành chính|góp ý
        hỏi đáp|đăng nhập|đề cương|tuyên truyền|tháng thanh|công tác|cải cách
        """),
    )
)
#: Words that open sentences, captions and headings, never a name.
NEVER_FIRST: Final = frozenset(
    words("lễ hội ngày những các một tại theo trong với của cho và từ đến về khi để do bởi được đã đang sẽ không có là")
)
#: The provinces before July 2025, folded: places, not writers.
PLACES: Final = frozenset(
    map(
        fold,
        phrases("""
        An Giang|Bà Rịa - Vũng Tàu|Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định
        Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp
        Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa
        Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận
        Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình
        Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái
        Việt Nam
        """),
    )
)
#: Names of the whole union and of the state (folded): banners, not the unit that wrote an article.
WHOLE_UNION: Final = frozenset(
    map(
        fold,
        phrases("""
        Đoàn Thanh niên Cộng sản Hồ Chí Minh|Đoàn TNCS Hồ Chí Minh|Đoàn Thanh niên|Đoàn TNCS HCM|Hội LHTN Việt Nam
        Hội Liên hiệp Thanh niên Việt Nam|Đội TNTP Hồ Chí Minh|Hội Sinh viên Việt Nam|Đoàn viên
        """),
    )
)
#: What a sentence about a unit says that its name does not (tone placement canonical, lower case).
DEEDS: Final = re.compile(
    r"(?<!\w)(?:năm \d+|"
    + "|".join(
        map(
            tone_canonical,
            phrases("""
            tổ chức|tham gia|phát biểu|trao|tặng|thăm|dự|chụp|ra quân|triển khai|phối hợp|đã|đang|sẽ|tại|trong
            với|cho|nhân|ra mắt|tuyên dương|khen thưởng|khai mạc|bế mạc|chúc mừng|ký|ban hành|tiếp|đến|cùng
            báo cáo|thực hiện|hướng dẫn|chỉ đạo|kiểm tra|nhiệm kỳ|lần thứ|khóa|bàn giao|khởi công|khánh thành
            đạt|nhận|vệ sinh|trồng|hiến máu|giao lưu|là|có|được|hội nghị|đại hội|lễ|hội thi|kế hoạch|thông báo
            tổng kết|sơ kết|giành|tiếp nhận|đón|thắp|dâng|xây dựng|hỗ trợ|ủng hộ|giới thiệu|thông qua|trân trọng
            kính mời|mời
            """),
        )
    )
    + r")(?!\w)"
)
#: Syllables that a unit's name has in small letters; others are of a sentence about it (``Đoàn xã dọn kênh``).
OF_UNITS: Final = frozenset(
    map(
        tone_canonical,
        words("""
        an ấp bàn bản ban báo bảo biên binh bí bệnh bộ bưu các cao cảnh cấp câu chấp chi chí chiến chiếu chính chỉ
        chức chùa cơ công cộng cục cựu cung dân doanh du dục đài đại đảng đặc đẳng điểm điện địa đô đoàn đồn đồng
        động đội đơn đường giang giáo giao gia hà hải hành hạt hậu hiệp hiệu hình hội hóa hoạt học hợp huyện hưu
        khách khoa kho khối không khu khóa kiểm kiến kinh kỹ ký kỳ lạc lao lập lệnh liên liễu lịch lớp luật lữ lưu
        lượng mạng máy miền mỏ môi mầm mặt mục nam nạn nghề nghệ nghiệp nghiên ngân ngành ngoài ngoại ngư ngữ nhà
        nhạc nhân nhi niên non nông nội nước ngục phát phẩm phòng phong phố phổ phối phụ phường phủ pháp quân quan
        quản quận quốc quyền sản sách sát sinh số sông sở sư sự sứ tạng tạp tâm tập tế thanh thành thao thể theo thi
        thị thiếu thông thôn thống thời thú thuế thuật thuộc thư thực thủy thương thường tiểu tin tình tỉnh tòa toán
        tổ tổng trại trạm trấn tra trẻ trí trị trọng triển trình trú trung trực trưởng trường truyền tuyên tư từ tử
        tự tưởng và vận văn vật viên viện viễn việc vệ vực vụ vườn xã xí xóm xuất xưởng y ủy nguyện khuyết tật ương
        của cổng đối kết mỹ quỹ tác trang trợ
        """),
    )
)
