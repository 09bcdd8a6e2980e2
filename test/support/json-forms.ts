import { createJsonFormDecoder } from '../../src/decode/json-forms/json-form-decoder.ts';
import { createJsonFormEncoder } from '../../src/encode/json/encode-json-form.ts';
import type { DecodedEnvelope, FormRecord } from '../../src/types/source-record.ts';
import { FORMS, RULES } from './claim-mapping.ts';

const limits = { maxDepth: 64, maxNodes: 500_000, maxNames: 1_000, maxStringLength: 1_048_576 };
const decode = createJsonFormDecoder({ rules: RULES, limits, forms: FORMS });

/** Writes a record as JSON text. */
export const encodeJson = createJsonFormEncoder(FORMS);

/** Reads a national form from JSON text. */
export function decodeJson(text: string | Buffer): {
  readonly records: readonly FormRecord[];
  readonly envelope: DecodedEnvelope;
} {
  const stream = decode(Buffer.from(text));
  const records: FormRecord[] = [];
  for (;;) {
    const step = stream.next();
    if (step.done === true) return { records, envelope: step.value };
    records.push(step.value as FormRecord);
  }
}

/** The only record of JSON text. */
export function onlyRecord(text: string): FormRecord {
  const [record, ...others] = decodeJson(text).records;
  if (record === undefined || others.length > 0) throw new Error('the text holds not one record');
  return record;
}

/** Rules and places of the issues of a record. */
export function issuesOf({ issues }: Pick<FormRecord, 'issues'>): string[] {
  return issues.map(({ rule, place }) => (place === undefined ? rule.id : `${rule.id} ${place}`));
}

/** A prescription with every part that is known. */
export const PRESCRIPTION = {
  loai_don_thuoc: 'c',
  ma_don_thuoc: '99001AB12cd3-c',
  ho_ten_benh_nhan: 'NGUYỄN VĂN THỬ NGHIỆM',
  ma_dinh_danh_y_te: '',
  ma_dinh_danh_cong_dan: '000000000001',
  ngay_sinh_benh_nhan: '01/05/1980',
  can_nang: 55,
  gioi_tinh: 2,
  ma_so_the_bao_hiem_y_te: 'XX0000000000001',
  thong_tin_nguoi_giam_ho: null,
  dia_chi: 'Số 0 Đường Thử Nghiệm',
  chan_doan: [
    { ma_chan_doan: 'J02', ten_chan_doan: 'Viêm họng cấp', ket_luan: '' },
    { ma_chan_doan: 'I10', ten_chan_doan: 'Tăng huyết áp', ket_luan: 'ổn định' },
  ],
  luu_y: '',
  hinh_thuc_dieu_tri: 1,
  dot_dung_thuoc: { dot: 1, tu_ngay: '01/07/2026', den_ngay: '10/07/2026', so_thang_thuoc: 0 },
  thong_tin_don_thuoc: [
    {
      ma_thuoc: 'QG-1',
      biet_duoc: 'Amox 500',
      ten_thuoc: 'Amoxicillin 500mg',
      don_vi_tinh: 'Viên',
      so_luong: 14,
      cach_dung: 'Uống 1 viên, ngày 2 lần',
    },
    { ma_thuoc: '', biet_duoc: '', ten_thuoc: 'Paracetamol 500mg', don_vi_tinh: 'Viên', so_luong: '10', cach_dung: '' },
  ],
  loi_dan: 'Uống nhiều nước',
  so_dien_thoai_nguoi_kham_benh: '0000000000',
  ngay_tai_kham: 14,
  ngay_gio_ke_don: '2026-07-01 08:15:00',
};

const KEY = '26.000001';

/** An exported medical record with every group. */
export const MEDICAL_RECORD = {
  HoSoBenhAn: {
    ThongTinBenhNhan: {
      loaiba: 'BA-01',
      sovaovien: KEY,
      soba: 'BA1',
      makhoa: 'K03',
      tenkhoa: 'Khoa Nội tổng hợp',
      thoigianvaovien: '30/06/2026 23:04:11.000',
      mabenhnhan: 'BN1',
      giuong: 'G1',
      cccd_so: '000000000001',
      hoten: 'NGUYỄN VĂN THỬ NGHIỆM',
      ngaysinh: '01/05/1980',
      gioitinh: 'Nam',
      mabhyt: 'XX0000000000001',
      tungaybhyt: '01/01/2026',
      denngaybhyt: '31/12/2026',
      tiensubenhtatcuabanthan: [
        { thongtin_ma: '', thongtin_noidung: 'Hút thuốc', thongtin_giatri: '0', thongtin_ghichu: '' },
      ],
      tiensubenhtatcuagiadinh: 'Mẹ tăng huyết áp',
      tiensusankhoa: { PARA: '2002' },
    },
    ThongTinVaoVien: {
      sovaovien: KEY,
      bacsikhambenh: 'Bác sĩ Thử Nghiệm',
      mabacsikhambenh: 'bs1',
      chandoanvaovien: 'Đau bụng',
      khambenh_chandoanvaovienmaicd: 'R10.4',
      denkhambenhluc: '30/06/2026 22:00:00.000',
      lydovaovien: 'Đau bụng',
      quatrinhbenhly: 'Đau từ hôm qua',
      mach: '80',
      nhietdo: '37.0',
      huyetap_tamthu: '120',
      huyetap_tamtruong: '80',
      cannang: '52.5',
      khambenh_caccoquan: {
        tuanhoan: { dauchung_ma: { VNCODE: '', SNOMED: '' }, dauchung: 'Tim đều', dauchung_ghichu: '' },
      },
    },
    ThongTinDieuTri: {
      bacsidieutri: 'Bác sĩ Thử Nghiệm',
      khoadieutri: 'Khoa Nội tổng hợp',
      songaydieutri: 5,
      ngayravien: '05/07/2026 10:00:00.000',
      maicd: 'K29',
      tenicd: 'Viêm dạ dày và tá tràng',
      maicd_khac: 'I10;E11',
      tomtat: 'Ổn định <dần>',
      danhsachchuyenkhoa: [{ khoa: 'Khoa A', tungay: '30/06/2026 23:20:00.000', denngay: '' }],
      danhsachsinhhieu: [
        { mach: '80', nhietdo: '37', huyetap_cao: '120', huyetap_thap: '80', thoidiem: '01/07/2026 08:00:00.000' },
        { mach: '82', nhietdo: '36.8', thoidiem: '02/07/2026 08:00:00.000' },
      ],
      tinhtrangravien: { ketquadieutri: 'Đỡ, giảm', loidanbacsi: 'Tái khám' },
    },
    YLenhThuocVatTu: {
      sovaovien: KEY,
      danhsach: [
        {
          sophieu: 'Y1',
          bacsichidinh: 'Bác sĩ Thử Nghiệm',
          danhsach: [
            {
              tenthuocvattu: 'Omeprazol 20mg',
              mathuocvattu_byt: '40.1',
              mathuocvattu_bv: 'T1',
              soluongthuocvattu: '14',
            },
            { tenthuocvattu: 'Bơm tiêm 5ml', soluongthuocvattu: 2 },
          ],
        },
        { sophieu: 'Y2', danhsach: [{ tenthuocvattu: 'Omeprazol 20mg' }] },
      ],
    },
    PhieuChiDinh: {
      sovaovien: KEY,
      danhsach: [
        {
          sophieu: 'C1',
          danhsach: [{ machidinh: 'XN1', tenchidinh: 'Công thức máu', ngaychidinh: '01/07/2026' }],
          tongcong: '43500',
        },
      ],
    },
    KetQuaChanDoanHinhAnh: {
      sovaovien: KEY,
      danhsach: [
        { sophieu: 'H1', tenchidinh: 'X-quang bụng', kqcls_mota: 'Không mức nước hơi', kqcls_ketluan: 'Bình thường' },
      ],
    },
    KetQuaXetNghiem: {
      sovaovien: KEY,
      danhsach: [
        {
          sophieu: 'L1',
          giolaymau: '01/07/2026 08:10:00.000',
          danhsach: [
            { machiso: '1234567', tenxetnghiem: 'WBC', ketqua: '12.50', donvi: 'G/L', trisothamchieu: '4 - 10' },
            { machiso: '', tenxetnghiem: 'HBsAg', ketqua: 'Âm tính' },
          ],
        },
      ],
    },
    GiayChuyenVien: {
      sovaovien: KEY,
      danhsach: [{ sophieu: 'G1', noichuyenden: 'Bệnh viện tỉnh', chuky_hoten: 'Bác sĩ Thử Nghiệm' }],
    },
    HoSoCapCuu: { sovaovien: KEY, danhsach: [] },
    PhieuThuThuat: {
      sovaovien: KEY,
      danhsach: [{ sophieu: 'T1', machidinh: 'TT1', chuky_hoten: 'Bác sĩ Thử Nghiệm' }],
    },
    PhieuPhauThuat: { sovaovien: KEY, danhsach: [] },
  },
};
