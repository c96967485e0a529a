"""The eight rows of the commune's information plan, in our own short words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of the plan."""

    content: str
    form: str
    lead_unit: str
    cooperating_units: str
    timing: str


ROWS = (
    SampleRow(
        "Chương trình, nghị quyết mới về cải cách hành chính của các cấp",
        "Tin bài trên Cổng thông tin; điểm tin trên cụm loa",
        "Văn hóa – Xã hội",
        "Các ban, ngành của xã",
        "Thường xuyên",
    ),
    SampleRow(
        "Nêu gương nơi làm tốt, phản ánh nơi làm chưa tốt",
        "Tin bài, phóng sự; công khai trên Cổng thông tin",
        "Văn hóa – Xã hội",
        "Văn phòng – Thống kê",
        "Thường xuyên",
    ),
    SampleRow(
        "Kênh mạng xã hội của bộ phận một cửa; tiện ích dịch vụ công trực tuyến, bưu chính công ích",
        "Bài viết, văn bản hướng dẫn",
        "Bộ phận Tiếp nhận và Trả kết quả",
        "Các ban, ngành của xã",
        "Thường xuyên",
    ),
    SampleRow(
        "Đối thoại với doanh nghiệp, hợp tác xã, hộ kinh doanh",
        "Hội nghị đối thoại trực tiếp",
        "Văn phòng – Thống kê",
        "Các ban, ngành của xã",
        "Hằng quý",
    ),
    SampleRow(
        "Giữ vững các chỉ số cải cách hành chính và mức hài lòng của người dân",
        "Hội nghị công bố, phân tích kết quả",
        "Văn phòng – Thống kê",
        "Các ban, ngành của xã",
        "Tháng 4",
    ),
    SampleRow(
        "Chỉ số hiệu quả quản trị và hành chính công; người dân góp ý xây dựng chính quyền",
        "Hội nghị tuyên truyền",
        "Văn phòng – Thống kê",
        "Bộ phận Tiếp nhận và Trả kết quả",
        "Quý IV",
    ),
    SampleRow(
        "Bồi dưỡng cán bộ về chuyển đổi số, chính quyền số, an toàn thông tin",
        "Lớp bồi dưỡng, tập huấn",
        "Văn phòng – Thống kê",
        "Các ban, ngành của xã",
        "Cả năm",
    ),
    SampleRow(
        "Kỹ năng giải quyết thủ tục trên môi trường điện tử cho cán bộ và người dân",
        "Lớp bồi dưỡng, tập huấn",
        "Toàn thể cán bộ, công chức xã",
        "Người dân trên địa bàn",
        "Cả năm",
    ),
)
