import type { Bilingual } from '../../types/issue.ts';
import type { ProgrammeId } from '../../types/programme.ts';

/** What an indicator is called, and exactly what is counted over what. */
export interface ProgrammeDefinition {
  readonly id: ProgrammeId;
  readonly name: Bilingual;
  readonly definition: Bilingual;
}

/** Of the rules of counting: with another one all days are counted anew. */
export const DEFINITIONS_VERSION = '1';

/** All indicators, in the order in which they are shown. Sources and what they do not tell: docs/programmes.md. */
export const DEFINITIONS: readonly ProgrammeDefinition[] = [
  {
    id: 'health-book',
    name: { vi: 'Sổ sức khỏe điện tử', en: 'Electronic health book' },
    definition: {
      vi: 'Số người (theo số định danh 12 chữ số và ngày sinh) đã có hồ sơ sức khỏe được tiếp nhận tính đến cuối kỳ, mỗi người một lần, chia cho dân số. Chỉ tiêu: toàn bộ người dân (Kế hoạch 07/KH-UBND ngày 09/01/2026, nhiệm vụ 34).',
      en: 'People (by 12-digit number and day of birth) of whom a health book was accepted up to the end of the period, each once, over the population. Target: all residents (plan 07/KH-UBND of 09/01/2026, task 34).',
    },
  },
  {
    id: 'e-prescription',
    name: { vi: 'Đơn thuốc điện tử', en: 'Electronic prescriptions' },
    definition: {
      vi: 'Số mã đơn thuốc quốc gia tiếp nhận lần đầu trong kỳ, so với số lượt khám, điều trị ngoại trú có thuốc tiếp nhận lần đầu trong kỳ. Là tỷ số, không phải tỷ lệ: một lượt khám có thể có nhiều đơn, nên có thể lớn hơn 1; không nối được đơn với lượt khám. Tài liệu của tỉnh không nêu con số mục tiêu.',
      en: 'National prescription codes first accepted in the period, against outpatient encounters with drugs first accepted in the period. A ratio and no share: a visit may have several prescriptions, so it may be over 1, and no prescription is linked to its visit. The documents of the province name no target figure.',
    },
  },
  {
    id: 'driver-check',
    name: { vi: 'Liên thông giấy khám sức khỏe lái xe', en: 'Driver health checks interconnected' },
    definition: {
      vi: 'Số cơ sở đã công bố khám sức khỏe lái xe có ít nhất một hồ sơ khám sức khỏe lái xe được tiếp nhận trong kỳ, chia cho số cơ sở đã công bố, còn hoạt động vào cuối kỳ. Chỉ tiêu: 100 % (kết luận của Giám đốc Sở Y tế ngày 13/04/2023).',
      en: 'Facilities that announced driver checks with at least one check of a driver accepted in the period, over the facilities that announced and are open at its end. Target: 100 % (conclusions of the director of the health department of 13/04/2023).',
    },
  },
  {
    id: 'birth-certificate',
    name: { vi: 'Giấy chứng sinh trong 4 giờ làm việc', en: 'Birth certificates within 4 working hours' },
    definition: {
      vi: 'Số giấy chứng sinh đến cổng không muộn hơn 4 giờ làm việc (theo lịch làm việc) sau khi cấp, chia cho số giấy tiếp nhận lần đầu trong kỳ có ghi thời điểm cấp. Giấy chỉ ghi ngày: tính từ hết ngày đó. Giấy chưa gửi thì không đếm được. Nguồn: TT 22/2025/TT-BYT, NĐ 301/2026.',
      en: 'Birth certificates that arrived at the gateway within 4 working hours (working calendar) of their issue, over those first accepted in the period that tell when they were issued. One that tells only a day: from its end. What was never sent cannot be counted. Source: TT 22/2025/TT-BYT, NĐ 301/2026.',
    },
  },
  {
    id: 'death-notice',
    name: { vi: 'Giấy báo tử trong 4 giờ làm việc', en: 'Death notices within 4 working hours' },
    definition: {
      vi: 'Số giấy báo tử đến cổng không muộn hơn 4 giờ làm việc (theo lịch làm việc) sau khi cấp, chia cho số giấy tiếp nhận lần đầu trong kỳ có ghi thời điểm cấp. Giấy chỉ ghi ngày: tính từ hết ngày đó. Giấy chưa gửi thì không đếm được. Nguồn: TT 25/2025/TT-BYT, NĐ 301/2026.',
      en: 'Death notices that arrived at the gateway within 4 working hours (working calendar) of their issue, over those first accepted in the period that tell when they were issued. One that tells only a day: from its end. What was never sent cannot be counted. Source: TT 25/2025/TT-BYT, NĐ 301/2026.',
    },
  },
  {
    id: 'health-check',
    name: { vi: 'Khám sức khỏe trong 24 giờ', en: 'Health checks within 24 hours' },
    definition: {
      vi: 'Số lần khám sức khỏe đến cổng trong 24 giờ sau khi kết thúc, chia cho số lần khám tiếp nhận lần đầu trong kỳ có ghi thời điểm. Biểu mẫu QĐ 2062 chỉ ghi lúc bắt đầu: khi đó tính từ lúc bắt đầu, nên con số là mức tối thiểu. Nguồn: QĐ 1551/QĐ-BYT sửa đổi bởi QĐ 2062/QĐ-BYT ngày 07/07/2026.',
      en: 'Health checks that arrived at the gateway within 24 hours of their end, over those first accepted in the period that tell an instant. The form of QĐ 2062 tells only the beginning: then from there, so the figure is the least that is true. Source: QĐ 1551/QĐ-BYT as amended by QĐ 2062/QĐ-BYT of 07/07/2026.',
    },
  },
  {
    id: 'identity',
    name: { vi: 'Lượt khám có số định danh', en: 'Encounters with a personal number' },
    definition: {
      vi: 'Số lượt khám, điều trị có số định danh đúng dạng 12 chữ số, chia cho mọi lượt tiếp nhận lần đầu trong kỳ (từ mọi nguồn, mỗi lượt một lần). Chỉ xét dạng số, không đối chiếu với CSDL quốc gia. Chỉ tiêu: 80 % (kết luận ngày 13/04/2023, hạn 30/06/2023).',
      en: 'Encounters with a well-formed 12-digit number over all encounters first accepted in the period (from any source, each once). Only the form of the number is looked at, no national database. Target: 80 % (conclusions of 13/04/2023, due 30/06/2023).',
    },
  },
  {
    id: 'telehealth',
    name: { vi: 'Khám, chữa bệnh từ xa', en: 'Telehealth visits' },
    definition: {
      vi: 'Số lượt có loại hình khám chữa bệnh từ xa (MA_LOAI_KCB 14 hoặc Encounter.class VR), chia cho mọi lượt tiếp nhận lần đầu trong kỳ. Không có chỉ tiêu (QĐ 2733/QĐ-BYT: một trong sáu loại hình báo cáo).',
      en: 'Encounters whose kind is telehealth (MA_LOAI_KCB 14 or Encounter.class VR) over all encounters first accepted in the period. No target (QĐ 2733/QĐ-BYT: one of six kinds that are reported).',
    },
  },
  {
    id: 'immunisation',
    name: { vi: 'Người có dữ liệu tiêm chủng', en: 'Residents with a vaccination on record' },
    definition: {
      vi: 'Số người (theo số định danh và ngày sinh) có ít nhất một mũi tiêm đã thực hiện được tiếp nhận tính đến cuối kỳ, mỗi người một lần, chia cho dân số. Không so được với chỉ tiêu trên 95 % (Kế hoạch 07/KH-UBND, 2030): chỉ tiêu đó tính trên trẻ trong độ tuổi, cổng không biết số này.',
      en: 'People (by number and day of birth) with at least one given dose accepted up to the end of the period, each once, over the population. Not comparable with the target of over 95 % (plan 07/KH-UBND, 2030): that is of children of the age, whose number the gateway does not know.',
    },
  },
];
