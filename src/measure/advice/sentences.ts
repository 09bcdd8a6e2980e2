/** What is said about each fault: how much, why, and the way out. `{name}` is filled (written-figures.ts). */
export const SENTENCES = {
  signIn: {
    vi: 'Không có lần đăng nhập nào vào cổng trong 30 ngày qua, nên chưa gửi được gì: kiểm tra khóa của cơ sở và lịch chạy của phần mềm gửi (lệnh lien-thong token cho biết khóa còn dùng được không).',
    en: 'No sign-in to the gateway in the last 30 days, so nothing can be sent: check the key of the facility and the schedule of the sending program (lien-thong token tells whether the key still works).',
  },
  silentWeek: {
    vi: 'Không có bản ghi nào được nhận từ {since}, đã quá 7 ngày: kiểm tra phần mềm gửi, đường truyền và khóa, rồi gửi bù các ngày thiếu; gửi trùng không gây hại.',
    en: 'No record was accepted since {since}, more than 7 days: check the sending program, the line and the key, then send the missing days; sending twice does no harm.',
  },
  silentUnusual: {
    vi: 'Không có bản ghi nào được nhận từ {since}, lâu bất thường so với nhịp gửi của chính cơ sở: kiểm tra phần mềm gửi và đường truyền, rồi gửi bù; gửi trùng không gây hại.',
    en: 'No record was accepted since {since}, unusually long for the rhythm of this facility: check the sending program and the line, then send what is missing; sending twice does no harm.',
  },
  noRecords: {
    vi: 'Chưa có bản ghi nào được nhận trong 7 ngày qua: xuất hồ sơ XML từ HIS và gửi thử một tệp (lệnh lien-thong send); tệp có lỗi sẽ được chỉ rõ bảng, dòng và trường.',
    en: 'No record was accepted in the last 7 days: export an XML file from the HIS and send it (lien-thong send); a file with mistakes is answered with table, row and field.',
  },
  allHeldBack: {
    vi: 'Cả {affected} bản ghi nhận trong 30 ngày qua đều bị giữ lại ({quarantined}) hoặc từ chối ({refused}), nên chưa bản ghi nào được tính: sửa các lỗi nêu trong biên nhận rồi gửi lại.',
    en: 'All {affected} records received in the last 30 days are held back ({quarantined}) or refused ({refused}), so none counts: mend the mistakes that the receipts name and send again.',
  },
  expected: {
    vi: 'Chưa biết cơ sở có bao nhiêu lượt khám trong 30 ngày qua, nên không tính được tỷ lệ: gửi cả hồ sơ đề nghị thanh toán (XML1), hoặc báo Sở Y tế số lượt khám của từng tháng.',
    en: 'How many encounters the facility had in the last 30 days is not known, so no share can be told: send the claims (XML1) too, or give the health department the number of encounters of each month.',
  },
  volumeOfKnown: {
    vi: '{affected} trong {base} lượt khám kết thúc trong 30 ngày qua chưa có bệnh án điện tử (đạt {share}, cần 95%): gửi đủ hồ sơ lâm sàng cho ít nhất {needed} lượt nữa, không chỉ hồ sơ thanh toán.',
    en: '{affected} of {base} encounters that ended in the last 30 days have no electronic medical record ({share}, 95% is needed): send the clinical tables of at least {needed} more, not the claim alone.',
  },
  volumeOfExpected: {
    vi: 'Thiếu {affected} bệnh án điện tử trên {base} lượt khám dự kiến trong 30 ngày qua (đạt {share}, cần 95%): gửi thêm ít nhất {needed} lượt, bắt đầu từ các ngày chưa gửi.',
    en: '{affected} electronic medical records are missing of {base} expected encounters in the last 30 days ({share}, 95% is needed): send at least {needed} more, beginning with the days that were not sent.',
  },
  section: {
    vi: 'Bổ sung mục “{section}” cho {affected} trong {base} lượt khám phải có mục này: dữ liệu gửi đến không có nội dung đó; cho HIS xuất {carriedBy}.',
    en: 'Add the section “{section}” to {affected} of the {base} encounters that must have it: what was sent does not hold it; let the HIS export {carriedBy}.',
  },
  sectionAlone: {
    vi: 'Bổ sung mục “{section}” cho {affected} trong {base} lượt khám phải có mục này: dữ liệu gửi đến không có nội dung đó.',
    en: 'Add the section “{section}” to {affected} of the {base} encounters that must have it: what was sent does not hold it.',
  },
  timeliness: {
    vi: '{affected} trong {base} bệnh án điện tử đến muộn hơn 24 giờ sau khi kết thúc điều trị (đúng hạn {share}, cần 90%): cho phần mềm gửi chạy ngay khi người bệnh ra viện, hoặc ít nhất mỗi ngày một lần.',
    en: '{affected} of {base} electronic medical records came later than 24 hours after the end of care ({share} on time, 90% is needed): let the sending program run at discharge, or once a day at least.',
  },
  ruleNow: {
    vi: 'Sửa lỗi {rule} ở {affected} trong {base} bản ghi nhận trong 30 ngày qua (lỗi này giữ lại hoặc từ chối bản ghi): {text} {remedy}',
    en: 'Mend {rule} in {affected} of {base} records received in the last 30 days (it holds records back or refuses them): {text} {remedy}',
  },
  ruleLater: {
    vi: 'Sửa sớm lỗi {rule} ở {affected} trong {base} bản ghi nhận trong 30 ngày qua (hiện vẫn nhận, sẽ bị giữ lại hoặc từ chối khi áp dụng đầy đủ): {text} {remedy}',
    en: 'Mend {rule} soon in {affected} of {base} records received in the last 30 days (accepted today, held back or refused once everything is enforced): {text} {remedy}',
  },
  identity: {
    vi: '{affected} trong {base} bệnh án điện tử không có số định danh cá nhân 12 chữ số (có {share}, mục tiêu 80%): nhập số căn cước khi tiếp đón và xuất ra XML1.SO_CCCD.',
    en: '{affected} of {base} electronic medical records have no personal number of 12 digits ({share} have one, the target is 80%): enter it at reception and export it as XML1.SO_CCCD.',
  },
  refusedThere: {
    vi: '{affected} bản ghi đã nhận nhưng bị nơi nhận từ chối: mở biên nhận để xem trường sai mà nơi nhận nêu, sửa ở HIS rồi gửi lại.',
    en: '{affected} accepted records were refused by a destination: the receipt names the fields that it refuses; mend them in the HIS and send again.',
  },
  parked: {
    vi: '{affected} bản ghi đã nhận đang dừng, chờ người quyết định có chuyển tiếp hay không: người vận hành mở trang Đích gửi, xem lý do và cho gửi lại.',
    en: '{affected} accepted records are parked until a person decides: an operator finds the reason on the page Destinations and retries them.',
  },
  late: {
    vi: '{affected} trong {base} bản ghi đang chờ chuyển tiếp đã quá hạn: người vận hành kiểm tra nơi nhận có đang dừng hay bị lỗi không.',
    en: '{affected} of {base} records that wait for a destination are past their deadline: an operator checks whether the destination is stopped or failing.',
  },
} as const;
