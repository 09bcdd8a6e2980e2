/** An examination that a person reads and describes: images (MA_NHOM 2) and recordings (MA_NHOM 3). */
export interface ReadExamination {
  readonly code: string;
  readonly name: string;
  readonly group: '2' | '3';
  readonly loinc: string;
  /** Dong. */
  readonly price: number;
  readonly machine: string;
  /** What is found in an illness that shows here, and in one that does not. */
  readonly abnormal: Reading;
  readonly normal: Reading;
}

export interface Reading {
  /** MO_TA */
  readonly description: string;
  /** KET_LUAN */
  readonly conclusion: string;
}

export const EXAMINATIONS = {
  chestXray: {
    code: '18.0119.0028',
    name: 'Chụp X-quang ngực thẳng [số hóa 1 phim]',
    group: '2',
    loinc: '36572-6',
    price: 68_300,
    machine: 'XQ.1',
    abnormal: {
      description:
        'Đám mờ không đồng nhất thùy dưới phổi phải, có hình khí phế quản đồ. Bóng tim không to. Góc sườn hoành hai bên sáng.',
      conclusion: 'Hình ảnh viêm thùy dưới phổi phải.',
    },
    normal: {
      description:
        'Nhu mô hai phổi sáng đều, không thấy tổn thương khu trú. Bóng tim không to. Góc sườn hoành hai bên nhọn.',
      conclusion: 'Hiện tại chưa phát hiện bất thường trên phim X-quang ngực thẳng.',
    },
  },
  abdominalUltrasound: {
    code: '18.0015.0001',
    name: 'Siêu âm ổ bụng (gan mật, tụy, lách, thận, bàng quang)',
    group: '2',
    loinc: '24558-9',
    price: 49_300,
    machine: 'SA.1',
    abnormal: {
      description:
        'Hố chậu phải có cấu trúc dạng ống tận cùng bịt, đường kính 9 mm, ấn không xẹp, thâm nhiễm mỡ xung quanh, ít dịch.',
      conclusion: 'Theo dõi viêm ruột thừa cấp.',
    },
    normal: {
      description:
        'Gan không to, nhu mô đều. Đường mật không giãn. Tụy, lách, hai thận kích thước bình thường. Không có dịch tự do.',
      conclusion: 'Chưa ghi nhận bất thường trên siêu âm ổ bụng.',
    },
  },
  brainCt: {
    code: '18.0149.0040',
    name: 'Chụp cắt lớp vi tính sọ não không tiêm thuốc cản quang [từ 1-32 dãy]',
    group: '2',
    loinc: '30799-1',
    price: 550_100,
    machine: 'CT.1',
    abnormal: {
      description:
        'Vùng giảm tỷ trọng vỏ và dưới vỏ thùy thái dương đỉnh trái, bờ không rõ, xóa các rãnh cuộn não lân cận. Đường giữa không lệch.',
      conclusion: 'Hình ảnh nhồi máu não thùy thái dương đỉnh trái.',
    },
    normal: {
      description: 'Nhu mô não tỷ trọng đồng nhất. Hệ thống não thất cân đối. Không thấy ổ xuất huyết.',
      conclusion: 'Không thấy hình ảnh bất thường trên phim chụp.',
    },
  },
  legXray: {
    code: '18.0112.0029',
    name: 'Chụp X-quang xương cẳng chân thẳng nghiêng [số hóa 2 phim]',
    group: '2',
    loinc: '37686-3',
    price: 102_300,
    machine: 'XQ.1',
    abnormal: {
      description: 'Đường gãy chéo 1/3 giữa thân xương chày phải, di lệch ít. Xương mác liên tục.',
      conclusion: 'Gãy 1/3 giữa xương chày phải.',
    },
    normal: { description: 'Các xương cẳng chân liên tục, trục thẳng.', conclusion: 'Không thấy tổn thương xương.' },
  },
  electrocardiogram: {
    code: '02.0085.1778',
    name: 'Điện tim thường',
    group: '3',
    loinc: '11524-6',
    price: 39_900,
    machine: 'DT.1',
    abnormal: {
      description: 'Nhịp xoang 104 lần/phút, trục trái, sóng R cao ở V5, V6.',
      conclusion: 'Nhịp nhanh xoang, dày thất trái.',
    },
    normal: {
      description: 'Nhịp xoang 78 lần/phút, trục trung gian, ST-T không biến đổi.',
      conclusion: 'Điện tim trong giới hạn bình thường.',
    },
  },
} as const satisfies Readonly<Record<string, ReadExamination>>;

export type ExaminationName = keyof typeof EXAMINATIONS;
