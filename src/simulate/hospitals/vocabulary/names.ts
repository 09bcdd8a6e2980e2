/** Family names with their rough share among the Kinh. */
export const KINH_FAMILY_NAMES: readonly (readonly [weight: number, name: string])[] = [
  [34, 'Nguyễn'],
  [12, 'Trần'],
  [10, 'Lê'],
  [8, 'Phạm'],
  [6, 'Võ'],
  [5, 'Huỳnh'],
  [4, 'Bùi'],
  [4, 'Đỗ'],
  [3, 'Đặng'],
  [3, 'Phan'],
  [2, 'Trương'],
  [2, 'Tạ'],
  [2, 'Ngô'],
  [2, 'Lý'],
  [1, 'Cao'],
  [1, 'Tiêu'],
];

const words = (text: string): readonly string[] => text.split(' ');

export const MALE_MIDDLE_NAMES = words('Văn Hữu Đức Minh Quốc Thanh Tấn Ngọc Công Xuân Đình Trọng Hoàng Gia');
export const MALE_GIVEN_NAMES = words(
  'An Bình Chiến Cường Dũng Duy Đạt Hải Hiếu Hòa Hùng Huy Khang Khoa Lâm Long Nam Nghĩa Phong Phúc Quang Sơn Tâm Thắng Thịnh Toàn Trung Tuấn Việt Vinh',
);
export const FEMALE_MIDDLE_NAMES = words('Thị Thị Thị Ngọc Thanh Kim Mỹ Hồng Thu Bích Minh Diệu');
export const FEMALE_GIVEN_NAMES = words(
  'Anh Bình Châu Chi Dung Duyên Giang Hà Hạnh Hiền Hoa Hồng Hương Lan Liên Linh Loan Mai My Nga Ngân Nhung Oanh Phương Quỳnh Thảo Thu Thúy Trang Tuyết Vân Yến',
);

/** Given names of the Hrê, Co and Ca Dong, after a family name such as Đinh, Phạm or Hồ. */
export const HIGHLAND_GIVEN_NAMES = words('Bình Dêu Đêu Gắt Krất Lía Mích Nhun Rin Rói Say Tía Tum Veo Xiêng Xôi Yên');

/** Given names of the Xơ-Đăng, Ba na and Gié Triêng, after A (man) or Y (woman). */
export const KON_TUM_GIVEN_NAMES = words(
  'Blót Byơng Duih Điu Hlim Hniang Hroh Khưn Kram Lanh Lưu Ngoch Nhưn Phiên Thái Thuk Thưi Vinh Xia',
);
