"""The official documents of the sample: number, subject and text of each; some come with a PDF."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """``title`` names kind, number and subject; ``pdf`` is the attached file's name, "" for none."""

    number: str
    title: str
    paragraphs: tuple[str, ...]
    pdf: str = ""


DOCUMENTS: Final = (
    SampleDocument(
        "65-KH/TĐTN",
        "Kế hoạch số 65-KH/TĐTN về tổ chức Tháng Thanh niên",
        (
            "Ban Thường vụ Tỉnh đoàn ban hành kế hoạch tổ chức Tháng Thanh niên trong toàn tỉnh với chủ đề “Tuổi trẻ xung kích, sáng tạo”.",
            "Mục đích của kế hoạch là phát huy vai trò của đoàn viên trong xây dựng nông thôn mới, bảo vệ môi trường và chuyển đổi số.",
            "Mỗi đơn vị trực thuộc thực hiện ít nhất một công trình thanh niên, trồng 500 cây xanh và giúp đỡ năm hộ gia đình trẻ khó khăn.",
            "Các đơn vị báo cáo kết quả về Ban Phong trào trước ngày 25/3/2024 theo mẫu đính kèm.",
        ),
        "65-kh-tdtn.pdf",
    ),
    SampleDocument(
        "412-CV/TĐTN",
        "Công văn số 412-CV/TĐTN v/v rà soát danh sách đoàn viên đi học, đi làm xa",
        (
            "Thực hiện chương trình công tác năm, Ban Thường vụ Tỉnh đoàn đề nghị các đơn vị rà soát danh sách đoàn viên đi học, đi làm xa.",
            "Danh sách ghi rõ nơi ở hiện nay, số điện thoại và nguyện vọng sinh hoạt tạm thời của từng đoàn viên.",
            "Đối với đoàn viên đã mất liên lạc quá sáu tháng, chi đoàn phối hợp với gia đình để xác minh trước khi xoá tên.",
            "Kết quả gửi về Ban Xây dựng Đoàn bằng văn bản và bản điện tử.",
        ),
    ),
    SampleDocument(
        "18-HD/TĐTN",
        "Hướng dẫn số 18-HD/TĐTN về công tác phát triển đoàn viên trong trường học",
        (
            "Để thống nhất cách làm trong toàn tỉnh, Ban Thường vụ Tỉnh đoàn hướng dẫn công tác phát triển đoàn viên trong trường học.",
            "Học sinh được giới thiệu phải qua lớp tìm hiểu về Đoàn, có bài thu hoạch và được tập thể lớp nhận xét công khai.",
            "Hồ sơ gồm đơn tự nguyện, giấy giới thiệu của một đoàn viên đang sinh hoạt và bản kiểm điểm nửa năm gần nhất.",
            "Không lấy số lượng làm thành tích; đơn vị nào để xảy ra kết nạp hình thức sẽ bị trừ điểm thi đua.",
        ),
        "18-hd-tdtn.pdf",
    ),
    SampleDocument(
        "31-TB/TĐTN",
        "Thông báo số 31-TB/TĐTN kết quả cuộc thi ảnh “Tràm Giang trong mắt em”",
        (
            "Ban tổ chức cuộc thi ảnh “Tràm Giang trong mắt em” thông báo kết quả chấm chung khảo.",
            "Cuộc thi nhận được 214 tác phẩm của 96 tác giả là học sinh, sinh viên và công nhân trẻ.",
            "Giải nhất được trao cho bộ ảnh về phiên chợ nổi; hai giải nhì thuộc về các tác giả ở xã đảo.",
            "Tác phẩm đoạt giải được trưng bày tại Nhà thiếu nhi tỉnh trong suốt mùa hè.",
        ),
    ),
    SampleDocument(
        "77-QĐ/TĐTN",
        "Quyết định số 77-QĐ/TĐTN về việc tặng Bằng khen cho các tập thể, cá nhân",
        (
            "Ban Thường vụ Tỉnh đoàn quyết định tặng Bằng khen cho 12 tập thể và 34 cá nhân có thành tích xuất sắc trong chiến dịch tình nguyện hè.",
            "Tiền thưởng kèm theo Bằng khen thực hiện theo quy định hiện hành, trích từ quỹ khen thưởng của đơn vị.",
            "Văn phòng, Ban Phong trào và các tập thể, cá nhân có tên trong danh sách chịu trách nhiệm thi hành.",
            "Quyết định có hiệu lực kể từ ngày ký.",
        ),
        "77-qd-tdtn.pdf",
    ),
    SampleDocument(
        "120-KH/TĐTN",
        "Kế hoạch số 120-KH/TĐTN về chiến dịch Thanh niên tình nguyện hè",
        (
            "Nhằm tạo môi trường rèn luyện cho thanh niên, Ban Thường vụ Tỉnh đoàn xây dựng kế hoạch chiến dịch Thanh niên tình nguyện hè.",
            "Chiến dịch gồm năm đội hình: tiếp sức mùa thi, mùa hè xanh, hoa phượng đỏ, hành quân xanh và kỳ nghỉ hồng.",
            "Kinh phí do các đơn vị cân đối, kết hợp vận động xã hội hoá; nghiêm cấm thu tiền của đoàn viên tham gia.",
            "Lễ ra quân cấp tỉnh tổ chức tại một xã đảo, các đơn vị còn lại ra quân trong cùng một tuần.",
        ),
        "120-kh-tdtn.pdf",
    ),
)
