"""Original bulletins of the kinds a commune airs, which give the reader all it must know."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from broadcaster.domain.writing.bulletin import Kind, Source, Urgency


@dataclass(frozen=True, slots=True)
class SampleBulletin:
    """A bulletin; `{…}` in its text are days counted from the day the sample is made."""

    title: str
    text: str
    kind: Kind
    plan_row: int
    topic: str = "cchc"
    urgency: Urgency = Urgency.NORMAL
    source: Source = Source.OWN
    days: int = 20
    airings: int = 40
    read_times: int = 1
    villages: tuple[str, ...] = field(default=())
    headline: str = ""
    """Its short form for a Điểm tin."""
    approved: bool = True


def text_on(bulletin: SampleBulletin, today: date) -> str:
    """Fill in the days of a sample text so that none of them is past."""
    soon = today + timedelta(days=6)
    while soon.isoweekday() > 5:
        soon += timedelta(days=1)
    weekday = ("hai", "ba", "tư", "năm", "sáu")[soon.isoweekday() - 1]
    return bulletin.text.format(ngay=f"{soon:%d/%m/%Y}", thu=f"thứ {weekday}", nam=today.year)


BULLETINS = (
    SampleBulletin(
        "Đặt lịch hẹn trước khi đến bộ phận một cửa",
        "Từ tháng này, bà con có thể đặt lịch hẹn trước khi đến Bộ phận TN&TKQ của xã. "
        "Bà con gọi số 0203 3825 125 hoặc nhắn Zalo của UBND xã, nói rõ họ tên và thủ tục cần làm. "
        "Giờ tiếp nhận từ 7h30-11h00 và 13h30-16h30, từ thứ 2 đến thứ 6 hằng tuần. "
        "Người cao tuổi, người khuyết tật và phụ nữ có thai được ưu tiên làm trước.",
        Kind.NEWS,
        3,
        headline="Từ tháng này, bà con có thể đặt lịch hẹn trước khi đến bộ phận một cửa của xã, bằng cách gọi điện "
        "hoặc nhắn Zalo, nói rõ họ tên và thủ tục cần làm. Nhờ đặt hẹn, bà con biết trước giờ được tiếp, không phải "
        "chờ lâu và mang đủ giấy tờ ngay từ lần đầu. Bộ phận một cửa tiếp nhận hồ sơ các ngày làm việc trong tuần. "
        "Người cao tuổi, người khuyết tật và phụ nữ có thai được ưu tiên làm trước. Rất mong bà con cùng thực hiện.",
    ),
    SampleBulletin(
        "Nộp hồ sơ trực tuyến được giảm 50% lệ phí",
        "UBND xã thông tin tới bà con: khi nộp hồ sơ qua Cổng Dịch vụ công quốc gia, nhiều loại lệ phí được giảm 50%. "
        "Ví dụ, lệ phí đăng ký kết hôn có yếu tố nước ngoài giảm từ 1.000.000 đồng còn 500.000 đồng. "
        "Bà con truy cập dichvucong.gov.vn, đăng nhập bằng tài khoản VNeID mức 2. "
        "Tổ công nghệ số cộng đồng ở các thôn sẵn sàng giúp bà con làm lần đầu.",
        Kind.NEWS,
        3,
        topic="dich_vu_cong",
        headline="Nộp hồ sơ qua Cổng Dịch vụ công quốc gia, bà con được giảm một nửa nhiều loại lệ phí, lại không phải "
        "đi lại nhiều lần. Bà con chỉ cần có tài khoản VNeID mức 2 và một chiếc điện thoại nối mạng. Lần đầu chưa "
        "quen, bà con đến nhà văn hóa thôn, tổ công nghệ số cộng đồng sẽ giúp làm từng bước một. Việc giúp đỡ này "
        "không thu tiền, và hồ sơ đã nộp thì xem được kết quả ngay trên điện thoại của mình, không cần đến xã hỏi lại.",
    ),
    SampleBulletin(
        "Kích hoạt tài khoản định danh điện tử VNeID",
        "Công an xã mời những bà con đã có thẻ căn cước gắn chíp đến kích hoạt tài khoản VNeID. "
        "Khi đi, bà con mang theo thẻ căn cước và điện thoại đang dùng. "
        "Việc kích hoạt mất khoảng 5 phút và không thu tiền. "
        "Cần hỏi thêm, bà con gọi số 0987.654.321.",
        Kind.NOTICE,
        3,
        topic="chuyen_doi_so",
        source=Source.UNIT,
    ),
    SampleBulletin(
        "Gương tốt: tổ công nghệ số thôn Đồng Giữa",
        "Trong quý I, tổ công nghệ số thôn Đồng Giữa đã giúp 126 lượt người dân nộp hồ sơ trực tuyến. "
        "Cứ tối thứ 7, các thành viên mang máy tính ra nhà văn hóa thôn, làm cùng bà con từng bước một. "
        "Nhờ vậy, tỷ lệ hồ sơ trực tuyến của thôn tăng từ 35% lên 82,5%. "
        "UBND xã đã tặng giấy khen theo Quyết định số 45/QĐ-UBND.",
        Kind.PRAISE,
        2,
        days=30,
        headline="UBND xã vừa tặng giấy khen cho tổ công nghệ số thôn Đồng Giữa. Trong quý I, tổ đã giúp hơn một trăm "
        "lượt người dân nộp hồ sơ trực tuyến, nhờ đó phần lớn hồ sơ của thôn nay được nộp qua mạng. Cứ tối thứ bảy, "
        "các thành viên mang máy tính ra nhà văn hóa, làm cùng bà con từng bước cho đến khi ai cũng tự làm được. "
        "Các thôn khác có thể mời tổ đến trao đổi kinh nghiệm, đăng ký tại Ủy ban nhân dân xã.",
    ),
    SampleBulletin(
        "Hỏi đáp: làm bản sao trích lục khai sinh",
        "Hỏi: Tôi muốn xin bản sao trích lục khai sinh cho con thì làm ở đâu?\n"
        "Đáp: Bà con nộp tờ khai tại Bộ phận TN&TKQ của UBND xã, hoặc nộp trực tuyến.\n"
        "Hỏi: Bao lâu thì có kết quả và lệ phí bao nhiêu?\n"
        "Đáp: Có kết quả ngay trong ngày; nếu nhận hồ sơ sau 15h00 thì trả vào ngày làm việc tiếp theo. "
        "Lệ phí là 8.000 đồng một bản sao.",
        Kind.QA,
        8,
        days=30,
    ),
    SampleBulletin(
        "Thông báo lịch cấp đổi giấy chứng nhận quyền sử dụng đất",
        "UBND xã thông báo: vào 7h30 {thu} ngày {ngay}, tại nhà văn hóa thôn Khe Mơ, "
        "cán bộ địa chính sẽ nhận hồ sơ cấp đổi GCNQSDĐ cho các hộ trong thôn. "
        "Bà con mang theo bản gốc giấy chứng nhận và 01 bản sao căn cước. "
        "Lệ phí là 20.000 đồng/hồ sơ, hộ nghèo và hộ cận nghèo được miễn. "
        "Cần hỏi thêm, bà con liên hệ đ/c cán bộ địa chính, SĐT 0912 345 678.",
        Kind.NOTICE,
        1,
        urgency=Urgency.PRIORITY,
        days=6,
        airings=12,
        read_times=2,
        villages=("thôn Khe Mơ",),
    ),
    SampleBulletin(
        "Đánh giá mức độ hài lòng khi làm thủ tục",
        "Chỉ số hài lòng của người dân (SIPAS) cho biết bà con nghĩ gì về cách chính quyền phục vụ. "
        "Sau mỗi lần làm thủ tục, xin bà con dành 1 phút chấm điểm trên máy đặt tại quầy, hoặc quét mã QR. "
        "Ý kiến được giữ kín và là căn cứ để UBND xã sửa chỗ chưa tốt.",
        Kind.SLOGAN,
        5,
        days=40,
        approved=False,
    ),
    SampleBulletin(
        "Góp ý về dự thảo kế hoạch cải cách hành chính",
        "UBND xã đang lấy ý kiến về dự thảo Kế hoạch cải cách hành chính năm {nam}. "
        "Bà con xem dự thảo tại nhà văn hóa các thôn và gửi ý kiến cho trưởng thôn trước ngày {ngay}. "
        "Mỗi ý kiến đều được tổng hợp và trả lời bằng văn bản.",
        Kind.NEWS,
        6,
        days=5,
    ),
)
