import type { Bilingual } from '../types/issue.ts';

/** What the codes of deliveries that did not arrive mean: code, Vietnamese, English. */
const TEXTS: readonly (readonly [code: string, vi: string, en: string])[] = [
  ['connect-refused', 'Nơi nhận không nhận kết nối.', 'The destination takes no connection.'],
  [
    'connect-timeout',
    'Không kết nối được với nơi nhận trong thời gian cho phép.',
    'No connection to the destination in time.',
  ],
  [
    'connect-unreachable',
    'Không có đường mạng tới nơi nhận.',
    'There is no way through the network to the destination.',
  ],
  [
    'connect-broken',
    'Kết nối với nơi nhận bị ngắt ngay khi mở.',
    'The connection to the destination broke while it was made.',
  ],
  ['dns', 'Không tìm thấy tên máy của nơi nhận.', 'The name of the destination is not known.'],
  [
    'tls',
    'Chứng thư hoặc kết nối mã hoá của nơi nhận không hợp lệ.',
    'The certificate or the encryption of the destination is not valid.',
  ],
  [
    'timeout',
    'Nơi nhận không trả lời trọn vẹn trong thời gian cho phép.',
    'The destination gave no complete answer in time.',
  ],
  ['reset', 'Kết nối bị ngắt trước khi có câu trả lời.', 'The connection broke before the answer came.'],
  ['stopped', 'Cổng đã dừng trong khi gửi.', 'The gateway was stopped while it sent.'],
  ['broken-answer', 'Câu trả lời của nơi nhận không đọc được.', 'The answer of the destination cannot be read.'],
  ['answer-too-large', 'Câu trả lời của nơi nhận quá lớn.', 'The answer of the destination is too large.'],
  [
    'not-an-answer',
    'Nơi nhận không trả lời theo giao thức đã thoả thuận.',
    'The destination does not answer by its protocol.',
  ],
  [
    'not-a-transaction-response',
    'Nơi nhận không trả lời bằng kết quả giao dịch FHIR.',
    'The destination does not answer with a FHIR transaction response.',
  ],
  [
    'operation-outcome-in-200',
    'Nơi nhận báo lỗi trong câu trả lời 200.',
    'The destination tells of an error in an answer of 200.',
  ],
  [
    'content-unreadable',
    'Cổng không đọc lại được nội dung đã lưu của hồ sơ này.',
    'The gateway cannot read what it kept of this record.',
  ],
  ['entries-missing', 'Câu trả lời của nơi nhận thiếu mục.', 'The answer of the destination lacks entries.'],
  [
    'entry-not-successful',
    'Nơi nhận không nhận một phần của hồ sơ.',
    'The destination did not take a part of the record.',
  ],
  ['receipt-missing', 'Nơi nhận không cho mã tiếp nhận.', 'The destination gave no receipt.'],
  [
    'token-unreadable',
    'Cổng không đọc được mã truy cập của nơi nhận.',
    "The gateway cannot read the destination's token.",
  ],
  ['token-refused', 'Nơi nhận không chấp nhận mã truy cập.', 'The destination does not take the token.'],
  [
    'password-unreadable',
    'Cổng không đọc được tài khoản của nơi nhận.',
    "The gateway cannot read the destination's account.",
  ],
  [
    'account-of-another-facility',
    'Tài khoản ở nơi nhận thuộc cơ sở khác.',
    'The account at the destination belongs to another facility.',
  ],
  ['login-refused', 'Nơi nhận không chấp nhận tài khoản.', 'The destination does not take the account.'],
  [
    'key-unreadable',
    'Cổng không đọc được khoá ký của cơ sở.',
    "The gateway cannot read the key that the facility's messages are signed with.",
  ],
  [
    'sender-id-missing',
    'Chưa cấu hình mã định danh 13 chữ số của cơ sở.',
    "The facility's 13-digit id is not configured.",
  ],
  ['other-message', 'Nơi nhận trả lời cho một bản tin khác.', 'The destination answered another message.'],
  ['unknown-code', 'Nơi nhận trả về một mã không rõ.', 'The destination answered with a code that is not known.'],
  ['record-kind-not-taken', 'Nơi nhận không nhận loại hồ sơ này.', 'The destination takes no records of this kind.'],
  ['form-too-large', 'Hồ sơ lớn hơn mức nơi nhận cho phép.', 'The record is larger than the destination takes.'],
  [
    'ORG_MISMATCH',
    'Tài khoản ở nơi nhận không phải của cơ sở ghi trong hồ sơ (ORG_MISMATCH).',
    "The account at the destination is not that of the record's facility (ORG_MISMATCH).",
  ],
  [
    'REQUEST_ID_CONFLICT',
    'Nơi nhận đã giữ nội dung khác dưới cùng mã bản tin (REQUEST_ID_CONFLICT).',
    'The destination holds other content under the same REQUEST_ID (REQUEST_ID_CONFLICT).',
  ],
  [
    'KSK_LEGACY_API_DISABLED',
    'Nơi nhận đã đóng địa chỉ cũ này (KSK_LEGACY_API_DISABLED).',
    'The destination shut this old address (KSK_LEGACY_API_DISABLED).',
  ],
  [
    'PS_CCCD_DUPLICATE_IN_6_MONTHS',
    'Người này đã có kết quả khám trong 6 tháng qua ở nơi nhận (PS_CCCD_DUPLICATE_IN_6_MONTHS).',
    'The destination has a check of this person within 6 months (PS_CCCD_DUPLICATE_IN_6_MONTHS).',
  ],
  [
    'PS_DS_CA_SIGNATURE_INVALID',
    'Chữ ký số trong hồ sơ không hợp lệ (PS_DS_CA_SIGNATURE_INVALID).',
    'A signature inside the record is not valid (PS_DS_CA_SIGNATURE_INVALID).',
  ],
  [
    'PS_DS_CA_SIGNATURE_MISSING',
    'Hồ sơ thiếu chữ ký số (PS_DS_CA_SIGNATURE_MISSING).',
    'A signature inside the record is missing (PS_DS_CA_SIGNATURE_MISSING).',
  ],
  [
    'HOC_BYT_FORWARD_PAUSED',
    'Kho dữ liệu đã giữ; việc chuyển lên Bộ Y tế đang tạm dừng (HOC_BYT_FORWARD_PAUSED).',
    'The warehouse keeps it; passing on to the ministry is paused (HOC_BYT_FORWARD_PAUSED).',
  ],
  [
    'HOC_BYT_TIMEOUT',
    'Kho dữ liệu đã giữ; Bộ Y tế chưa trả lời (HOC_BYT_TIMEOUT).',
    'The warehouse keeps it; the ministry has not answered yet (HOC_BYT_TIMEOUT).',
  ],
  [
    'ACCEPTED_DUPLICATE',
    'Nơi nhận đã có hồ sơ này từ lần gửi trước (ACCEPTED_DUPLICATE).',
    'The destination had it already from an earlier sending (ACCEPTED_DUPLICATE).',
  ],
  [
    'facility-id-missing',
    'Chưa cấu hình mã của cơ sở ở nơi nhận.',
    "The facility's id at the destination is not configured.",
  ],
  ['fields-refused', 'Nơi nhận từ chối một số trường.', 'The destination refuses some fields.'],
  [
    'no-national-form',
    'Hồ sơ không có biểu mẫu mà nơi nhận cần.',
    'The record has no form that the destination takes.',
  ],
  ['retired-form', 'Nơi nhận không còn nhận biểu mẫu cũ này.', 'The destination no longer takes this old form.'],
  [
    'nothing-to-send',
    'Hồ sơ không có gì được phép gửi tới nơi nhận.',
    'The record holds nothing that may leave to the destination.',
  ],
  [
    'partly-restricted',
    'Một phần đơn thuốc được bảo vệ đặc biệt nên không gửi được cả đơn.',
    'A part of the prescription is specially protected, so the whole is not sent.',
  ],
  ['doctor-missing', 'Đơn thuốc không ghi bác sĩ kê đơn.', 'The prescription names no doctor.'],
  [
    'doctor-unknown',
    'Bác sĩ kê đơn chưa có tài khoản liên thông.',
    'The doctor of the prescription has no account at the destination.',
  ],
  ['prescription-immutable', 'Đơn thuốc đã gửi không sửa được.', 'A prescription that was sent cannot be changed.'],
  ['file-differs', 'Tệp đã có nhưng nội dung khác.', 'The file is there already with other content.'],
  ['file-name', 'Không đặt được tên tệp.', 'The file cannot be named.'],
  ['disk-full', 'Ổ đĩa của thư mục nhận đã đầy.', 'The disk of the folder is full.'],
  ['disk-error', 'Ổ đĩa của thư mục nhận bị lỗi.', 'The disk of the folder fails.'],
  ['folder-missing', 'Không có thư mục nhận.', 'The folder is not there.'],
  ['folder-denied', 'Cổng không được ghi vào thư mục nhận.', 'The gateway may not write into the folder.'],
  ['superseded', 'Bản mới hơn của hồ sơ đã thay bản này.', 'A newer version of the record took its place.'],
  [
    'outcome-unknown',
    'Đã gửi nhưng không biết nơi nhận đã nhận hay chưa; cần người kiểm tra.',
    'It was sent and nobody knows whether it arrived; a person has to look.',
  ],
  [
    'lost-there',
    'Nơi nhận báo không còn giữ hồ sơ này; cổng gửi lại.',
    'The destination no longer has it; it is sent again.',
  ],
  [
    'settled-by-person',
    'Người vận hành đã hỏi nơi nhận: nơi nhận có hồ sơ này.',
    'An operator asked the destination: it has this record.',
  ],
  ['parked-by-operator', 'Người vận hành đã tạm dừng việc gửi này.', 'An operator parked this delivery.'],
  [
    'destination-stopped',
    'Người vận hành đang cho dừng nơi nhận; sẽ tự gửi tiếp.',
    'An operator stopped the destination; it goes on by itself.',
  ],
  [
    'maintenance',
    'Nơi nhận đang bảo trì; sẽ tự gửi tiếp.',
    'The destination is under maintenance; it goes on by itself.',
  ],
  [
    'lease-too-old',
    'Lượt gửi đã hết hạn trước khi gửi; sẽ tự gửi lại.',
    'The turn was over before it was sent; it is sent again by itself.',
  ],
  [
    'store-unavailable',
    'Kho dữ liệu của cổng không ghi được; sẽ tự gửi lại.',
    "The gateway's store could not write; it is sent again by itself.",
  ],
  [
    'internal-error',
    'Lỗi trong chính cổng; người vận hành cần xem nhật ký.',
    'A fault in the gateway itself; the operator should look at its log.',
  ],
];

const BY_CODE: ReadonlyMap<string, Bilingual> = new Map(TEXTS.map(([code, vi, en]) => [code, { vi, en }]));
const HTTP_STATUS = /^http-(\d{3})$/;
const LOGIN = /^login-(.+)$/;
const RESULT = /^result-(.+)$/;

/**
 * What a reason code of a delivery says to people. A code that stands in no table is named as it is: it is the gateway's own
 * word or a code of the receiver, never a text of it.
 */
export function reasonText(code: string): Bilingual {
  const known = BY_CODE.get(code);
  if (known !== undefined) return known;
  const status = HTTP_STATUS.exec(code)?.[1];
  if (status !== undefined) {
    return { vi: `Nơi nhận trả lời HTTP ${status}.`, en: `The destination answered HTTP ${status}.` };
  }
  const login = LOGIN.exec(code)?.[1];
  if (login !== undefined) {
    const { vi, en } = reasonText(login);
    return { vi: `Khi đăng nhập: ${vi}`, en: `While signing in: ${en}` };
  }
  const result = RESULT.exec(code)?.[1] ?? code;
  return { vi: `Nơi nhận trả về mã ${result}.`, en: `The destination answered with code ${result}.` };
}
