import type { SupplyName, TreatmentName } from './charges.ts';
import type { DrugName } from './drugs.ts';
import type { Shift, TestName } from './laboratory.ts';
import type { ExaminationName } from './readings.ts';

/** visit: examined and sent home; course: chronic illness treated from home; stay: admitted; operation: admitted and operated on. */
export type CareKind = 'visit' | 'course' | 'stay' | 'operation';

export interface Diagnosis {
  /** ICD-10. */
  readonly code: string;
  readonly text: string;
}

/** An illness as it is usually seen and treated. */
export interface Illness {
  readonly kind: CareKind;
  readonly main: Diagnosis;
  /** CHAN_DOAN_VAO: what was thought at first. */
  readonly firstThought: string;
  /** LY_DO_VV */
  readonly complaint: string;
  /** LY_DO_VNT; '' for those who are not admitted. */
  readonly admissionReason: string;
  /** PP_DIEU_TRI */
  readonly treatment: string;
  readonly others: readonly Diagnosis[];
  /** MA_KHOA */
  readonly department: string;
  /** Youngest and oldest, in years. */
  readonly ages: readonly [number, number];
  readonly sex?: 'female';
  /** Days of treatment, for which drugs are given too. */
  readonly days: readonly [number, number];
  readonly drugs: readonly DrugName[];
  readonly tests: readonly TestName[];
  readonly shift: Shift;
  readonly examinations: readonly { readonly name: ExaminationName; readonly shows: boolean }[];
  readonly treatments: readonly TreatmentName[];
  readonly supplies: readonly SupplyName[];
  /** What is written of the course, first day to last. */
  readonly notes: readonly string[];
}

const HYPERTENSION: Diagnosis = { code: 'I10', text: 'Bệnh lý tăng huyết áp' };
const DIABETES: Diagnosis = {
  code: 'E11.9',
  text: 'Bệnh đái tháo đường không phụ thuộc insuline (Chưa có biến chứng)',
};
const LIPIDS: Diagnosis = { code: 'E78.2', text: 'Tăng lipid máu hỗn hợp' };
const GASTRITIS: Diagnosis = { code: 'K29.7', text: 'Viêm dạ dày, không đặc hiệu' };
const NOT_ADMITTED = { admissionReason: '', treatments: [], supplies: [], notes: [] } as const;
const GENERAL_TESTS: readonly TestName[] = [
  'bloodCount',
  'electrolytes',
  'glucose',
  'urea',
  'creatinine',
  'ast',
  'alt',
];
const STAY_SUPPLIES: readonly SupplyName[] = ['infusionSet', 'syringe', 'catheter'];

export const ILLNESSES: readonly Illness[] = [
  {
    ...NOT_ADMITTED,
    kind: 'visit',
    main: { code: 'J06.9', text: 'Nhiễm trùng đường hô hấp trên cấp, không xác định' },
    firstThought: 'Viêm hô hấp trên',
    complaint: 'Sốt, đau họng, ho khan 2 ngày',
    treatment: 'Kháng sinh, hạ sốt',
    others: [],
    department: 'K01',
    ages: [3, 75],
    days: [5, 7],
    drugs: ['amoxicillinClavulanate', 'paracetamol', 'loratadine'],
    tests: ['bloodCount', 'crp'],
    shift: { bloodCount: 'high', crp: 'high' },
    examinations: [{ name: 'chestXray', shows: false }],
  },
  {
    ...NOT_ADMITTED,
    kind: 'visit',
    main: GASTRITIS,
    firstThought: 'Đau thượng vị',
    complaint: 'Đau thượng vị, ợ chua 1 tuần',
    treatment: 'Giảm tiết acid, kháng acid',
    others: [],
    department: 'K01',
    ages: [18, 70],
    days: [7, 14],
    drugs: ['omeprazole', 'antacid'],
    tests: ['bloodCount', 'glucose', 'ast', 'alt'],
    shift: {},
    examinations: [{ name: 'abdominalUltrasound', shows: false }],
  },
  {
    ...NOT_ADMITTED,
    kind: 'visit',
    main: { code: 'M54.5', text: 'Đau lưng phần thấp' },
    firstThought: 'Đau thắt lưng',
    complaint: 'Đau thắt lưng sau mang vác',
    treatment: 'Giảm đau, giãn cơ',
    others: [GASTRITIS],
    department: 'K01',
    ages: [25, 80],
    days: [5, 10],
    drugs: ['meloxicam', 'eperisone', 'omeprazole', 'diclofenacGel'],
    tests: ['glucose', 'creatinine'],
    shift: {},
    examinations: [],
  },
  {
    ...NOT_ADMITTED,
    kind: 'visit',
    main: { code: 'H10.9', text: 'Viêm kết mạc, không đặc hiệu' },
    firstThought: 'Đỏ mắt',
    complaint: 'Đỏ mắt, chảy ghèn mắt phải',
    treatment: 'Kháng sinh tại chỗ',
    others: [],
    department: 'K30',
    ages: [5, 70],
    days: [5, 7],
    drugs: ['tobramycinEye', 'loratadine'],
    tests: [],
    shift: {},
    examinations: [],
  },
  {
    ...NOT_ADMITTED,
    kind: 'course',
    main: HYPERTENSION,
    firstThought: 'Tăng huyết áp',
    complaint: 'Tái khám tăng huyết áp',
    treatment: 'Điều trị ngoại trú tăng huyết áp',
    others: [LIPIDS],
    department: 'K01',
    ages: [40, 88],
    days: [28, 30],
    drugs: ['amlodipine', 'losartan', 'atorvastatin'],
    tests: ['glucose', 'creatinine', 'cholesterol', 'triglycerides', 'electrolytes'],
    shift: { cholesterol: 'high', triglycerides: 'high' },
    examinations: [{ name: 'electrocardiogram', shows: true }],
    notes: ['Huyết áp kiểm soát khá, không phù, không đau ngực. Dặn ăn nhạt, tập thể dục.'],
  },
  {
    ...NOT_ADMITTED,
    kind: 'course',
    main: DIABETES,
    firstThought: 'Đái tháo đường típ 2',
    complaint: 'Tái khám đái tháo đường',
    treatment: 'Điều trị ngoại trú đái tháo đường',
    others: [HYPERTENSION, LIPIDS],
    department: 'K01',
    ages: [40, 85],
    days: [28, 30],
    drugs: ['metformin', 'gliclazide', 'losartan', 'atorvastatin', 'aspirin'],
    tests: ['glucose', 'hba1c', 'creatinine', 'cholesterol', 'triglycerides', 'ast', 'alt'],
    shift: { glucose: 'high', hba1c: 'high', triglycerides: 'high' },
    examinations: [{ name: 'electrocardiogram', shows: false }],
    notes: ['Đường huyết đói còn cao, không hạ đường huyết. Bàn chân không loét. Tư vấn chế độ ăn.'],
  },
  {
    kind: 'stay',
    main: { code: 'J18.9', text: 'Viêm phổi, không đặc hiệu' },
    firstThought: 'Viêm phổi',
    complaint: 'Sốt cao, ho đàm vàng, khó thở 3 ngày',
    admissionReason: 'Viêm phổi cần kháng sinh đường tĩnh mạch',
    treatment: 'Kháng sinh, giãn phế quản, hạ sốt, bù dịch',
    others: [HYPERTENSION],
    department: 'K03',
    ages: [16, 90],
    days: [4, 7],
    drugs: ['ceftriaxone', 'azithromycin', 'salbutamol', 'paracetamolInfusion'],
    tests: ['bloodCount', 'crp', 'electrolytes', 'glucose', 'urea', 'creatinine'],
    shift: { bloodCount: 'high', crp: 'high' },
    examinations: [
      { name: 'chestXray', shows: true },
      { name: 'electrocardiogram', shows: false },
    ],
    treatments: ['nebuliser'],
    supplies: STAY_SUPPLIES,
    notes: [
      'Tỉnh, sốt 39 độ, phổi phải ran nổ đáy. Thở oxy 3 lít/phút. Dùng kháng sinh tĩnh mạch.',
      'Còn sốt nhẹ, ho đàm giảm, phổi ran nổ bớt. Tiếp tục điều trị.',
      'Hết sốt, ăn uống khá, SpO2 97 % khí trời. Cho ra viện, uống kháng sinh tiếp.',
    ],
  },
  {
    kind: 'stay',
    main: { code: 'A97.1', text: 'Sốt xuất huyết Dengue có dấu hiệu cảnh báo' },
    firstThought: 'Theo dõi sốt xuất huyết Dengue',
    complaint: 'Sốt cao liên tục 3 ngày, đau đầu, buồn nôn',
    admissionReason: 'Sốt xuất huyết Dengue có dấu hiệu cảnh báo',
    treatment: 'Bù dịch, hạ sốt, theo dõi sát tiểu cầu và hematocrit',
    others: [],
    department: 'K03',
    ages: [6, 65],
    days: [4, 6],
    drugs: ['ringerLactate', 'paracetamol', 'oralRehydration'],
    tests: ['bloodCount', 'electrolytes', 'ast', 'alt', 'glucose', 'creatinine'],
    shift: { bloodCount: 'low', ast: 'high', alt: 'high' },
    examinations: [{ name: 'abdominalUltrasound', shows: false }],
    treatments: [],
    supplies: STAY_SUPPLIES,
    notes: [
      'Sốt 39,2 độ, da sung huyết, đau bụng vùng gan. Bù dịch theo phác đồ, theo dõi mạch, huyết áp mỗi 4 giờ.',
      'Giảm sốt, còn mệt, chấm xuất huyết cẳng tay. Tiểu cầu giảm, chưa có thoát huyết tương.',
      'Hết sốt 48 giờ, ăn được, tiểu cầu tăng. Cho ra viện, hẹn tái khám.',
    ],
  },
  {
    kind: 'stay',
    main: { code: 'I63.9', text: 'Nhồi máu não, không đặc hiệu' },
    firstThought: 'Tai biến mạch máu não',
    complaint: 'Yếu nửa người phải, nói khó 6 giờ',
    admissionReason: 'Nhồi máu não cần theo dõi và điều trị',
    treatment: 'Chống kết tập tiểu cầu, statin, kiểm soát huyết áp, phục hồi chức năng sớm',
    others: [HYPERTENSION, DIABETES, LIPIDS],
    department: 'K04',
    ages: [50, 90],
    days: [6, 9],
    drugs: ['aspirin', 'atorvastatin', 'citicoline', 'losartan'],
    tests: [...GENERAL_TESTS, 'cholesterol', 'triglycerides', 'troponin'],
    shift: { glucose: 'high', cholesterol: 'high' },
    examinations: [
      { name: 'brainCt', shows: true },
      { name: 'electrocardiogram', shows: true },
      { name: 'chestXray', shows: false },
    ],
    treatments: [],
    supplies: STAY_SUPPLIES,
    notes: [
      'Tỉnh, nói khó, liệt nửa người phải, sức cơ 3/5. Huyết áp 160/90. Chụp CT sọ não, dùng chống kết tập tiểu cầu.',
      'Huyết áp ổn định, nuốt được, sức cơ chưa thay đổi. Tập vận động tại giường.',
      'Sức cơ 4/5, nói rõ hơn, ngồi vững. Tập đi có trợ giúp.',
      'Lâm sàng ổn định, cho ra viện, hướng dẫn tập tại nhà, hẹn tái khám.',
    ],
  },
  {
    kind: 'stay',
    main: { code: 'O80', text: 'Đẻ thường một thai' },
    firstThought: 'Con so, thai 39 tuần, chuyển dạ',
    complaint: 'Đau bụng từng cơn, ra nhầy hồng âm đạo',
    admissionReason: 'Chuyển dạ đẻ',
    treatment: 'Đỡ đẻ thường, theo dõi sau đẻ',
    others: [],
    department: 'K27',
    ages: [19, 39],
    sex: 'female',
    days: [3, 4],
    drugs: ['oxytocin', 'paracetamol', 'sodiumChloride'],
    tests: ['bloodCount', 'glucose', 'creatinine'],
    shift: {},
    examinations: [{ name: 'abdominalUltrasound', shows: false }],
    treatments: ['delivery'],
    supplies: ['infusionSet', 'syringe', 'catheter', 'suture'],
    notes: [
      'Cổ tử cung mở 4 cm, ối còn, tim thai 142 lần/phút. Theo dõi chuyển dạ.',
      'Sau đẻ tử cung co tốt, máu ra ít, mẹ tỉnh. Cho con bú sớm.',
      'Mẹ và con ổn định, sản dịch bình thường. Cho ra viện.',
    ],
  },
  {
    kind: 'operation',
    main: { code: 'K35.8', text: 'Viêm ruột thừa cấp, khác và không xác định' },
    firstThought: 'Theo dõi viêm ruột thừa cấp',
    complaint: 'Đau hố chậu phải, sốt nhẹ 1 ngày',
    admissionReason: 'Viêm ruột thừa cấp cần phẫu thuật',
    treatment: 'Phẫu thuật nội soi cắt ruột thừa, kháng sinh, giảm đau',
    others: [],
    department: 'K19',
    ages: [12, 70],
    days: [4, 6],
    drugs: ['cefazolin', 'paracetamolInfusion', 'ringerLactate'],
    tests: GENERAL_TESTS,
    shift: { bloodCount: 'high' },
    examinations: [
      { name: 'abdominalUltrasound', shows: true },
      { name: 'chestXray', shows: false },
      { name: 'electrocardiogram', shows: false },
    ],
    treatments: ['appendectomy', 'woundDressing'],
    supplies: [...STAY_SUPPLIES, 'suture'],
    notes: [
      'Đau hố chậu phải, phản ứng thành bụng, McBurney dương tính. Hội chẩn, chỉ định mổ cấp cứu.',
      'Hậu phẫu ngày 1, tỉnh, bụng mềm, vết mổ khô, chưa trung tiện.',
      'Hậu phẫu ổn định, ăn được, vết mổ khô. Cho ra viện, hẹn cắt chỉ.',
    ],
  },
  {
    kind: 'operation',
    main: { code: 'S82.2', text: 'Gãy thân xương chày' },
    firstThought: 'Chấn thương cẳng chân phải do tai nạn giao thông',
    complaint: 'Đau, biến dạng cẳng chân phải sau té xe',
    admissionReason: 'Gãy xương chày phải cần phẫu thuật',
    treatment: 'Kết hợp xương bằng đinh nội tủy, kháng sinh, giảm đau',
    others: [],
    department: 'K24',
    ages: [18, 75],
    days: [6, 9],
    drugs: ['cefazolin', 'paracetamolInfusion', 'sodiumChloride'],
    tests: GENERAL_TESTS,
    shift: {},
    examinations: [
      { name: 'legXray', shows: true },
      { name: 'chestXray', shows: false },
      { name: 'electrocardiogram', shows: false },
    ],
    treatments: ['tibialNailing', 'woundDressing'],
    supplies: [...STAY_SUPPLIES, 'suture', 'nail'],
    notes: [
      'Cẳng chân phải sưng, biến dạng, mạch mu chân rõ. Nẹp bột tạm, chuẩn bị mổ.',
      'Hậu phẫu ngày 1, đau vừa, chi ấm, cử động ngón được.',
      'Vết mổ khô, tập gấp duỗi gối, tập đi nạng không tỳ.',
      'Ổn định, cho ra viện, hẹn tái khám sau 2 tuần.',
    ],
  },
];
