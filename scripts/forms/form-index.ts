import type { Form } from '../../src/fhir/forms.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import type { FormFormat } from '../../src/types/submission.ts';
import { pageName, titleOf } from './form-page.ts';
import { cell, inline, table } from './markdown.ts';
import type { PageSources } from './sources.ts';

const FORMATS: Readonly<Record<FormFormat, Bilingual>> = {
  'claim-xml': {
    vi: 'Dữ liệu đầu ra phục vụ giám định BHYT (QĐ 130, 4750, 3176, 1931) và QĐ 4210 cũ',
    en: 'Claims (QĐ 130, 4750, 3176, 1931), and the old QĐ 4210',
  },
  'health-check-xml': { vi: 'Khám sức khỏe (QĐ 1551, 2062)', en: 'Health checks (QĐ 1551, 2062)' },
  'document-xml': { vi: 'Chứng từ năm 2025, giấy báo tử, giấy chứng sinh', en: 'Papers of 2025, death and birth' },
  'health-book-xml': { vi: 'Hồ sơ sức khỏe cá nhân (QĐ 831)', en: 'Personal health record (QĐ 831)' },
  'prescription-json': { vi: 'Đơn thuốc điện tử (QĐ 808)', en: 'Electronic prescription (QĐ 808)' },
  'emr-export': { vi: 'Bệnh án điện tử kết xuất (CV 365)', en: 'Exported medical record (CV 365)' },
};

/** docs/forms/README.md: the forms by format, and how to read their pages. */
export function renderFormIndex(sources: PageSources): string {
  const formats = [...new Set(sources.forms.map(({ format }) => format))].toSorted(byOrder);
  const sections = formats.flatMap((format) => [
    `## ${FORMATS[format].vi} / ${FORMATS[format].en}`,
    ...noteOf(format, sources),
    table(
      ['Biểu mẫu / Form', 'Nội dung / Content', 'Số trường / Fields'],
      sources.forms.filter((form) => form.format === format).map((form) => formRow(form, sources)),
    ),
  ]);
  return `${[...HEAD, ...sections].join('\n\n')}\n`;
}

function noteOf(format: FormFormat, { meanings }: PageSources): readonly string[] {
  const note = meanings.noteOf(format);
  return note === undefined ? [] : [inline(note)];
}

function byOrder(one: FormFormat, other: FormFormat): number {
  const order = Object.keys(FORMATS);
  return order.indexOf(one) - order.indexOf(other);
}

function formRow(form: Form, sources: PageSources): readonly string[] {
  const mapping = sources.tables.get(form.id);
  if (mapping === undefined) return [form.id, '', String(form.fields.length)];
  const { vi, en } = titleOf(form, mapping, sources);
  return [`[${form.id}](${pageName(form.id)})`, `${cell(vi)} / *${cell(en)}*`, String(form.fields.length)];
}

const HEAD: readonly string[] = [
  '# Biểu mẫu quốc gia trong FHIR / National forms in FHIR',
  'Mỗi trang cho biết từng trường của một biểu mẫu: ý nghĩa, có bắt buộc không, kiểu và độ dài, nằm ở đâu trong FHIR R4, chuyển đổi thế nào, theo danh mục nào. Chiều ngược lại dùng đúng bảng đó: từ FHIR dựng lại được biểu mẫu, từng phần tử một.',
  '*Each page tells of every field of a form: what it means, whether it is mandatory, type and length, where it lives in FHIR R4, how it is converted, by which code list. The way back uses the same table: the form is rebuilt from the FHIR, element for element.*',
  'Các trang này được tạo từ `mappings/`; sửa ở đó rồi chạy `node scripts/generate-form-pages.ts`, không sửa trang. / *These pages are made from `mappings/`; change that and run the script, not the pages.*',
  '## Cách đọc / How to read',
  [
    '- `Patient.identifier.value` (bhyt): phần tử FHIR; trong ngoặc là tên của tài nguyên hoặc phần tử trong danh sách, giải thích ở bảng cuối trang. / *the element of FHIR; in brackets the name of the resource or list element, which the last table of the page explains.*',
    '- extension `xml2.T_BHTT` (Money): FHIR R4 không có chỗ cho trường này nên giá trị nằm trong phần mở rộng có tên của biểu mẫu, một phần cho mỗi trường, có kiểu. / *FHIR R4 has no home for the field: its value is in the named extension of the form, a typed part for each field.*',
    '- `{base}`: địa chỉ gốc của các định nghĩa, đặt trong `profiles/identifiers.json`. / *base of the definitions, set there.*',
    '- Giá trị không đọc lại được nguyên văn (mã lạ, ngày sai, `5.60`) đứng nguyên văn bên cạnh, trong `source-text` hoặc phần mở rộng của dòng; trường lạ ở `source-element`. Không gì bị mất, không gì được bịa ra. / *A value that cannot be told again to the letter (an unknown code, a wrong date, `5.60`) stands beside its home as it was sent, in `source-text` or the extension of the row; unknown fields in `source-element`. Nothing is lost, nothing is invented.*',
    '- Chỗ mà nhiều dòng cùng ghi do dòng đầu tiên quyết định; dòng khác nói khác thì giữ ở dòng đó. / *A home that several rows write to is told by the first; what another row says otherwise is kept with that row.*',
    '- Ý nghĩa ghi "(suy từ tên trường)" chưa đối chiếu được với văn bản. / *A meaning marked "(inferred from the name)" was not found in a text.*',
  ].join('\n'),
];
