/** A drug as the hospital's pharmacy keeps it. Codes and registration numbers only have the form of real ones. */
export interface Drug {
  /** MA_THUOC, `40.n` */
  readonly code: string;
  readonly name: string;
  readonly ingredient: string;
  readonly strength: string;
  readonly form: string;
  /** DON_VI_TINH */
  readonly unit: string;
  /** DUONG_DUNG */
  readonly route: string;
  /** Dong for one unit. */
  readonly price: number;
  /** Units for one intake, and intakes a day. */
  readonly perIntake: number;
  readonly intakesPerDay: number;
  readonly instruction: string;
}

function drug(
  [code, name, ingredient, strength]: readonly [string, string, string, string],
  [form, unit, route, price]: readonly [string, string, string, number],
  [perIntake, intakesPerDay, instruction]: readonly [number, number, string],
): Drug {
  return { code, name, ingredient, strength, form, unit, route, price, perIntake, intakesPerDay, instruction };
}

export const DRUGS = {
  paracetamol: drug(
    ['40.48', 'Paracetamol 500mg', 'Paracetamol', '500mg'],
    ['Viên nén', 'Viên', '1.01', 480],
    [1, 3, 'Uống khi sốt trên 38,5 độ, cách nhau ít nhất 6 giờ'],
  ),
  paracetamolInfusion: drug(
    ['40.48', 'Paracetamol Kabi 1000', 'Paracetamol', '1000mg/100ml'],
    ['Dung dịch tiêm truyền', 'Chai', '2.05', 15_750],
    [1, 2, 'Truyền tĩnh mạch 15 phút khi sốt'],
  ),
  amoxicillinClavulanate: drug(
    ['40.155', 'Auclanityl 875/125mg', 'Amoxicilin + acid clavulanic', '875mg + 125mg'],
    ['Viên nén bao phim', 'Viên', '1.01', 4_100],
    [1, 2, 'Uống ngay đầu bữa ăn'],
  ),
  ceftriaxone: drug(
    ['40.173', 'Ceftriaxon 1g', 'Ceftriaxon', '1g'],
    ['Bột pha tiêm', 'Lọ', '2.04', 6_825],
    [1, 2, 'Tiêm tĩnh mạch chậm'],
  ),
  cefazolin: drug(
    ['40.163', 'Cefazolin 1g', 'Cefazolin', '1g'],
    ['Bột pha tiêm', 'Lọ', '2.04', 9_450],
    [1, 2, 'Tiêm tĩnh mạch, liều đầu 30 phút trước rạch da'],
  ),
  azithromycin: drug(
    ['40.219', 'Azithromycin 500mg', 'Azithromycin', '500mg'],
    ['Viên nang', 'Viên', '1.01', 2_750],
    [1, 1, 'Uống trước ăn 1 giờ hoặc sau ăn 2 giờ'],
  ),
  omeprazole: drug(
    ['40.677', 'Omeprazol 20mg', 'Omeprazol', '20mg'],
    ['Viên nang tan ở ruột', 'Viên', '1.01', 240],
    [1, 2, 'Uống trước ăn 30 phút'],
  ),
  antacid: drug(
    ['40.671', 'Gel kháng acid', 'Nhôm hydroxyd + magnesi hydroxyd', '800,4mg + 611,76mg'],
    ['Hỗn dịch uống', 'Gói', '1.01', 2_940],
    [1, 3, 'Uống sau ăn 1 giờ và khi đau'],
  ),
  amlodipine: drug(
    ['40.491', 'Amlodipin 5mg', 'Amlodipin', '5mg'],
    ['Viên nén', 'Viên', '1.01', 145],
    [1, 1, 'Uống buổi sáng'],
  ),
  losartan: drug(
    ['40.510', 'Losartan 50mg', 'Losartan', '50mg'],
    ['Viên nén bao phim', 'Viên', '1.01', 620],
    [1, 1, 'Uống buổi sáng'],
  ),
  metformin: drug(
    ['40.807', 'Metformin 850mg', 'Metformin', '850mg'],
    ['Viên nén bao phim', 'Viên', '1.01', 410],
    [1, 2, 'Uống trong bữa ăn'],
  ),
  gliclazide: drug(
    ['40.800', 'Gliclazid MR 30mg', 'Gliclazid', '30mg'],
    ['Viên nén phóng thích chậm', 'Viên', '1.01', 580],
    [2, 1, 'Uống trước ăn sáng'],
  ),
  atorvastatin: drug(
    ['40.549', 'Atorvastatin 20mg', 'Atorvastatin', '20mg'],
    ['Viên nén bao phim', 'Viên', '1.01', 390],
    [1, 1, 'Uống buổi tối'],
  ),
  aspirin: drug(
    ['40.538', 'Aspirin 81mg', 'Acid acetylsalicylic', '81mg'],
    ['Viên bao tan trong ruột', 'Viên', '1.01', 95],
    [1, 1, 'Uống sau ăn sáng'],
  ),
  salbutamol: drug(
    ['40.980', 'Salbutamol 2,5mg/2,5ml', 'Salbutamol', '2,5mg/2,5ml'],
    ['Dung dịch khí dung', 'Ống', '5.05', 4_575],
    [1, 3, 'Khí dung, cách nhau 6 giờ'],
  ),
  methylprednisolone: drug(
    ['40.775', 'Methylprednisolon 40mg', 'Methylprednisolon', '40mg'],
    ['Bột pha tiêm', 'Lọ', '2.04', 7_560],
    [1, 1, 'Tiêm tĩnh mạch chậm buổi sáng'],
  ),
  furosemide: drug(
    ['40.659', 'Furosemid 20mg/2ml', 'Furosemid', '20mg/2ml'],
    ['Dung dịch tiêm', 'Ống', '2.04', 630],
    [1, 2, 'Tiêm tĩnh mạch chậm'],
  ),
  ringerLactate: drug(
    ['40.1021', 'Ringer lactat 500ml', 'Ringer lactat', '500ml'],
    ['Dung dịch tiêm truyền', 'Chai', '2.05', 7_035],
    [1, 2, 'Truyền tĩnh mạch XL giọt/phút'],
  ),
  sodiumChloride: drug(
    ['40.1021', 'Natri clorid 0,9% 500ml', 'Natri clorid', '0,9% 500ml'],
    ['Dung dịch tiêm truyền', 'Chai', '2.05', 6_510],
    [1, 1, 'Truyền tĩnh mạch XX giọt/phút'],
  ),
  oralRehydration: drug(
    ['40.724', 'Oresol 245', 'Natri clorid + kali clorid + natri citrat + glucose', '520mg + 300mg + 580mg + 2700mg'],
    ['Thuốc bột uống', 'Gói', '1.01', 805],
    [1, 3, 'Pha 1 gói với 200ml nước đun sôi để nguội'],
  ),
  loratadine: drug(
    ['40.87', 'Loratadin 10mg', 'Loratadin', '10mg'],
    ['Viên nén', 'Viên', '1.01', 165],
    [1, 1, 'Uống buổi tối'],
  ),
  tobramycinEye: drug(
    ['40.862', 'Tobramycin 0,3%', 'Tobramycin', '0,3% 5ml'],
    ['Dung dịch nhỏ mắt', 'Lọ', '6.01', 2_700],
    [0.05, 4, 'Nhỏ mắt, mỗi lần 1 giọt'],
  ),
  diclofenacGel: drug(
    ['40.30', 'Diclofenac gel 1%', 'Diclofenac', '1% 20g'],
    ['Gel bôi ngoài da', 'Tuýp', '3.01', 9_975],
    [0.1, 2, 'Bôi vùng đau, xoa nhẹ'],
  ),
  meloxicam: drug(
    ['40.42', 'Meloxicam 7,5mg', 'Meloxicam', '7,5mg'],
    ['Viên nén', 'Viên', '1.01', 130],
    [1, 2, 'Uống sau ăn no'],
  ),
  eperisone: drug(
    ['40.827', 'Eperison 50mg', 'Eperison', '50mg'],
    ['Viên nén bao phim', 'Viên', '1.01', 310],
    [1, 3, 'Uống sau ăn'],
  ),
  oxytocin: drug(
    ['40.728', 'Oxytocin 5IU/ml', 'Oxytocin', '5IU/1ml'],
    ['Dung dịch tiêm', 'Ống', '2.01', 3_255],
    [2, 1, 'Tiêm bắp ngay sau khi sổ thai'],
  ),
  citicoline: drug(
    ['40.563', 'Citicolin 500mg/4ml', 'Citicolin', '500mg/4ml'],
    ['Dung dịch tiêm', 'Ống', '2.04', 11_340],
    [1, 2, 'Tiêm tĩnh mạch chậm'],
  ),
} as const satisfies Readonly<Record<string, Drug>>;

export type DrugName = keyof typeof DRUGS;
