/** Operations and treatments (MA_NHOM 8 and 18). */
export interface Treatment {
  readonly code: string;
  readonly name: string;
  readonly group: '8' | '18';
  /** ICD-9-CM. @source QĐ 4440/QĐ-BYT (2022) */
  readonly icd9: string;
  /** Dong: what the hospital asks, and what the insurance takes as the price. */
  readonly hospitalPrice: number;
  readonly insurancePrice: number;
  readonly minutes: number;
  /** PP_VO_CAM; '' without anaesthesia. */
  readonly anaesthesia: '' | '1' | '2';
  /** Text of the operation note (PHAU_THUAT); '' for a small treatment. */
  readonly report: string;
}

export const TREATMENTS = {
  appendectomy: {
    code: '03.4056.0459',
    name: 'Phẫu thuật nội soi cắt ruột thừa',
    group: '8',
    icd9: '47.01',
    hospitalPrice: 3_150_000,
    insurancePrice: 2_818_700,
    minutes: 55,
    anaesthesia: '1',
    report:
      'Vào bụng bằng 3 trocar. Ruột thừa viêm mủ, chưa vỡ, ít dịch hố chậu phải. Cắt ruột thừa, khâu gốc, lau sạch, kiểm tra cầm máu, đóng các lỗ trocar.',
  },
  tibialNailing: {
    code: '03.3803.0556',
    name: 'Phẫu thuật kết hợp xương gãy thân xương chày',
    group: '8',
    icd9: '79.36',
    hospitalPrice: 4_250_000,
    insurancePrice: 3_985_000,
    minutes: 90,
    anaesthesia: '2',
    report:
      'Rạch da mặt trước gối, nắn kín ổ gãy dưới màn tăng sáng, đóng đinh nội tủy có chốt, bắt vít chốt đầu xa và đầu gần. Kiểm tra trục chi thẳng.',
  },
  delivery: {
    code: '13.0033.0614',
    name: 'Đỡ đẻ thường ngôi chỏm',
    group: '18',
    icd9: '73.59',
    hospitalPrice: 786_700,
    insurancePrice: 736_200,
    minutes: 40,
    anaesthesia: '',
    report: '',
  },
  nebuliser: {
    code: '02.0032.0898',
    name: 'Khí dung thuốc giãn phế quản',
    group: '18',
    icd9: '93.94',
    hospitalPrice: 23_000,
    insurancePrice: 23_000,
    minutes: 15,
    anaesthesia: '',
    report: '',
  },
  woundDressing: {
    code: '03.3826.0200',
    name: 'Thay băng, cắt chỉ vết mổ',
    group: '18',
    icd9: '93.57',
    hospitalPrice: 64_300,
    insurancePrice: 64_300,
    minutes: 15,
    anaesthesia: '',
    report: '',
  },
} as const satisfies Readonly<Record<string, Treatment>>;

export type TreatmentName = keyof typeof TREATMENTS;

/** Examination fee and beds by what they are charged for. */
export const EXAMINATION_FEE = { code: '01.1896', name: 'Khám bệnh', price: 45_000 } as const;
export const BEDS = {
  medical: { code: 'K03.1917', name: 'Giường Nội khoa loại 1 [Khoa Nội tổng hợp]', price: 273_100 },
  surgical: { code: 'K19.1938', name: 'Giường Ngoại khoa loại 2 [Khoa Ngoại tổng hợp]', price: 283_800 },
} as const;

/** Supplies of MA_NHOM 10; codes only have the form of the portal's. */
export const SUPPLIES = {
  infusionSet: { code: 'N03.05.010.9990.001.0001', name: 'Bộ dây truyền dịch 20 giọt/ml', unit: 'Bộ', price: 4_200 },
  syringe: { code: 'N03.01.020.9990.001.0001', name: 'Bơm tiêm nhựa 5ml kèm kim 23G', unit: 'Cái', price: 672 },
  catheter: { code: 'N04.01.030.9990.001.0001', name: 'Kim luồn tĩnh mạch 22G', unit: 'Cái', price: 7_350 },
  suture: { code: 'N05.02.030.9990.001.0001', name: 'Chỉ phẫu thuật tiêu chậm số 2/0', unit: 'Sợi', price: 58_800 },
  nail: {
    code: 'N06.04.020.9990.001.0001',
    name: 'Đinh nội tủy xương chày có chốt kèm 4 vít',
    unit: 'Bộ',
    price: 5_500_000,
  },
} as const;

export type SupplyName = keyof typeof SUPPLIES;
