import type { Bilingual } from '../types/issue.ts';

type Language = keyof Bilingual;
type Change = readonly [pattern: RegExp, by: string];

/** What does not depend on the language: what is dropped is the place of a fault, a list, a wording. */
const DROPPED: readonly Change[] = [
  // The place before the text: `{table}.{field}: `, `Bảng {table}: `, `Dòng {line}, cột {column}: `.
  [/^\{\w+\}(?:[.[\]\s]*\{\w+\})*\]?:\s*/, ''],
  [/^(?:Bảng|Table|Quy tắc|Rule) \{\w+\}:\s*/, ''],
  [/^(?:Dòng|Line) \{line\}, (?:cột|column) \{column\}:\s*/, ''],
  // What stands in brackets with an open word in it.
  [/\s*\([^()]*\{\w+\}[^()]*\)/g, ''],
  [/\s*\{(?:suggestions|similar)\}/g, ''],
  [/ \{of\} = \{limit\}/, ''],
  [/system\/\{type\}\.rs/, 'system/Patient.rs'],
];

/** In their order: clauses that say where, which and how often go; a number that differs becomes what it is. */
const CHANGES: Readonly<Record<Language, readonly Change[]>> = {
  vi: [
    [/,?\s*(?:đầu tiên )?(?:tại |ở )?dòng \{line\}, cột \{column\}/g, ''],
    [/[;,] (?:cần một trong|tên đúng|chỉ nhận|địa chỉ này nhận|chỉ được trỏ tới|nhận): \{\w+\}/g, ''],
    [/, trong khi chỉ được trỏ tới: \{types\}/g, ' không được phép'],
    [/nào trong số: \{canonical\}/g, 'nào được nêu'],
    [/[:,] \{count\} chỗ(?=[;.,])/g, ''],
    [/\s*[:=] ["“]?\{\w+\}["”]?(?=[.;]|$)/g, ''],
    [/,? ví dụ \{\w+\}/g, ''],
    [/ghi \{declared\}, là số FILEHOSO; số HOSO là \{found\}/, 'ghi số FILEHOSO thay cho số HOSO'],
    [/ghi \{declared\} nhưng tệp có \{found\} HOSO/, 'không khớp với số HOSO trong tệp'],
    [/là \{record\} nhưng MACSKCB của tệp là \{envelope\}/, 'khác với MACSKCB của tệp'],
    [/ghi mã cơ sở \{payload\} nhưng/, 'ghi mã của một cơ sở khác, trong khi'],
    [/cơ sở \{token\}/, 'cơ sở đang gửi'],
    [/có \{found\} entry, tối đa \{max\}/, 'có quá nhiều entry'],
    [/: \{first\} và \{second\}/, ''],
    [/Vị trí \{lat\}; \{lng\}/, 'Vị trí'],
    [/khoảng \{distance\} km/, 'quá xa'],
    [/từ 1 đến \{limit\} khóa/, 'số khóa được phép'],
    [/: lỗi ở dòng \{line\}(?:, cột \{column\})?/g, ''],
    [/Dòng \{line\}/g, 'Một dòng'],
    [/Khóa( RSA)? thứ \{position\}/g, 'Một khóa$1'],
    [/nào kiểu \{\w+\}/, 'nào thuộc kiểu này'],
    [/phải có kiểu \{\w+\}, không phải \{\w+\}/, 'không đúng kiểu của câu hỏi'],
    [/Mục loại \{\w+\}/, 'Mục thuộc loại này'],
    [/nhưng tài nguyên gửi đến là \{found\}/, 'nhưng tài nguyên gửi đến thuộc loại khác'],
    [/kỳ \{period\}/, 'kỳ này'],
    [/liên kết \{scheme\}: mà/, 'liên kết mà'],
    [/; cần: \{shape\}/, ''],
    [/; địa chỉ này chỉ nhận: \{\w+\}/, ''],
    [/lớn: nhiều hơn \{limit\}/, 'lớn'],
    [/Hai cột “\{first\}” và cột này/, 'Cột này và một cột khác'],
    [/ở dòng \{row\}/, 'ở một dòng khác'],
    [/kiểu \{type\} nhưng viết/, 'kiểu số nguyên nhưng viết'],
    [/của \{kind\}/, 'của một nhóm'],
    [/dành cho phiên bản \{\w+\}/, 'dành cho phiên bản khác'],
    [/cho FHIR \{\w+\}, không phải R4/, 'cho phiên bản FHIR khác R4'],
    [/cần \{dependency\}, nhưng/, 'cần một gói khác, nhưng'],
    [/Một \{resourceType\}/, 'Một tài nguyên'],
    [/dựa trên \{base\}, nhưng/, 'dựa trên một định nghĩa khác, nhưng'],
    [/Sáp nhập vào \{value\}, nhưng mã này/, 'Sáp nhập vào một cơ sở khác, nhưng mã của cơ sở đó'],
    [/sáp nhập vào \{value\}/, 'sáp nhập vào cơ sở khác'],
    [/tháng \{value\} là/, 'này là'],
    [/cơ sở \{value\}/, 'cơ sở mang mã này'],
    [/sai ở \{\w+\}:/, 'sai ở một trường:'],
    [/có \{rows\} dòng XML1/, 'có nhiều dòng XML1'],
    [/đây là bảng \{table\}/, 'đây là một bảng khác'],
    [/^Bảng \{table\}/, 'Một bảng'],
    [/^Nhóm \{table\}/, 'Một nhóm'],
    [/^Trường \{field\}|^trường \{field\}/, 'Một trường'],
    [/Thẻ \{element\} đặt/, 'Một thẻ đặt'],
    [/[Tt]hẻ \{field\} lặp/, 'Một thẻ lặp'],
    [/thẻ \{tag\}/g, 'thẻ cũ'],
    [/đúng như \{field\}/, 'đúng như trong biểu mẫu'],
    [/(đã hiểu là|thành) \{field\}/, '$1 tên đúng'],
    [/không có \{element\} nào/, 'không có phần tử cần có'],
    [/trong thẻ \{parent\}/, 'trong thẻ đang chứa nó'],
    [/kiểu \{type\} ở/, 'một kiểu ở'],
    [/nới lỏng \{property\}/, 'nới lỏng quy định'],
    [/ít nhất \{min\} lần/, 'đủ số lần'],
    [/nhiều hơn \{max\} lần/, 'nhiều hơn số lần cho phép'],
    [/dành cho kiểu \{type\}, khác/, 'dành cho một kiểu khác'],
    [/ghi \{type\}, khác/, 'ghi một loại khác'],
    [/ràng buộc phần tử với \{valueSet\}, nhưng đó/, 'ràng buộc phần tử với một canonical, nhưng đó'],
    [/trỏ tới \{type\}(?= )/, 'trỏ tới một loại tài nguyên'],
    [/(?:Thông tin )?\{claim\}/g, 'Một thông tin'],
    [
      /\{(?:limit|max|length|seconds|depth|records|rows|elements|min)\} (ký tự|hồ sơ|tham số|chữ số|phần tử|[\p{L}]+)/gu,
      'số $1 quy định',
    ],
    [/\{count\}/g, 'một số'],
    [/\{distance\}/g, 'một số'],
  ],
  en: [
    [/,?\s*(?:the first )?at line \{line\}, column \{column\}/g, ''],
    [/[;,] (?:it has to be one of|it is|it takes|this address takes|and may only point to): \{\w+\}/g, ''],
    [/to an? \{type\}, and may only point to: \{types\}/g, 'to a type that is not allowed'],
    [/none of the profiles \{canonical\}/g, 'none of the profiles that are named'],
    [/: \{count\} places(?=[;.,])/g, ''],
    [/, \{count\} times(?=[;.,])/g, ''],
    [/\s*[:=] ["“]?\{\w+\}["”]?(?=[.;]|$)/g, ''],
    [/,? for example \{\w+\}/g, ''],
    [
      /says \{declared\}, which is the number of FILEHOSO; there are \{found\} HOSO/,
      'says the number of FILEHOSO in place of that of HOSO',
    ],
    [/says \{declared\}, but the file holds \{found\} HOSO/, 'does not say the number of HOSO in the file'],
    [/is \{record\}, but MACSKCB of the file is \{envelope\}/, 'is not MACSKCB of the file'],
    [/facility \{payload\}/, 'another facility'],
    [/belongs to facility \{token\}/, 'belongs to the one that sends'],
    [/has \{found\} entries, at most \{max\} are taken/, 'has too many entries'],
    [/: \{first\} and \{second\}/, ''],
    [/The position \{lat\}; \{lng\}/, 'The position'],
    [/about \{distance\} km from/, 'too far from'],
    [/1 to \{limit\} keys/, 'the number of keys allowed'],
    [/^(?:Line) \{line\}/g, 'A line'],
    [/(?:The claim )?\{claim\}/g, 'A claim'],
    [/(^|[.;] )[Kk]ey \{position\}/g, '$1A key'],
    [/\bkey \{position\}/g, 'a key'],
    [/RSA key \{position\}/, 'An RSA key'],
    [/no \{element\}/, 'no element of the kind that is needed'],
    [/(one|a|such) \{element\}/g, '$1 element'],
    [/: line \{line\}(?:, column \{column\})?/, ''],
    [/an? \{resourceType\}/i, 'A resource'],
    [/is for \{fhirVersions\}/, 'is for another version'],
    [/is for FHIR \{fhirVersion\}/, 'is for another version of FHIR'],
    [/needs \{dependency\}/, 'needs another package'],
    [/no options of type \{\w+\}/, 'no options of this type'],
    [/must be of type \{\w+\}, not \{\w+\}/, 'is not of the type of the question'],
    [/item of type \{\w+\}/, 'item of this type'],
    [/that was sent is (?:an? )?\{found\}/, 'that was sent is of another type'],
    [/report: \{period\} is/, 'report: the period is'],
    [/link \{scheme\}: that/, 'link that'],
    [/is not kept: .*$/, 'is not kept.'],
    [/; it has to be: \{\w+\}/, ''],
    [/: more than \{limit\}/, ''],
    [/Two columns, "\{first\}" and this one,/, 'This column and another one'],
    [/in row \{row\}/, 'in another row'],
    [/code "?\{value\}"? is wrong/, 'code is wrong'],
    [/into \{value\}/g, 'into another facility'],
    [/The announcement of \{value\}/, 'The announcement'],
    [/Statistics of \{value\}/, 'These statistics'],
    [/no facility \{value\}/, 'no facility of this code'],
    [/wrong at \{\w+\}: it/, 'wrong at one place: it'],
    [/has \{rows\} rows of XML1/, 'has several rows of XML1'],
    [/is table \{table\}/, 'is another table'],
    [/^Table \{table\}/, 'A table'],
    [/^Group \{table\}/, 'A group'],
    [/^[Ff]ield \{field\}/, 'A field'],
    [/^[Ee]lement \{(?:element|field)\}/, 'An element'],
    [/^element name \{field\}/, 'An element name'],
    [/exactly as \{field\}/, 'exactly as in the form'],
    [/(taken as|element to) \{field\}/, '$1 the right name'],
    [/inside (?:the element )?\{parent\}/, 'inside the element that holds it'],
    [/NOIDUNGFILE of \{kind\}/, 'NOIDUNGFILE of a group'],
    [/of type \{type\}, yet/, 'of a whole-number type, yet'],
    [/form of type \{type\}/, 'form of its type'],
    [/for the type \{type\}/, 'for another type'],
    [/uses the type \{type\}/, 'uses a type'],
    [/loosens \{property\}/, 'loosens a constraint'],
    [/based on \{base\}, which/, 'based on a definition that'],
    [/stand \{min\} times at least/, 'stand more often'],
    [/more than \{max\} times/, 'too often'],
    [/says \{type\}, and/, 'says one type, and'],
    [/binds the element to \{valueSet\}, which/, 'binds the element to what'],
    [/the \{max\} bytes that/g, 'the number of bytes that'],
    [/than \{(?:limit|max|length|seconds|depth|records)\}/g, 'than the allowed number of'],
    [/\{(?:limit|max|rows|elements|records|min)\} ([a-z]+)/g, 'the set number of $1'],
    [/\{count\} times/g, 'in some places'],
    [/\{count\}/g, 'some'],
  ],
};

/** After these an open word only says which one: the sentence holds without it. */
const NOUNS: Readonly<Record<Language, RegExp>> = {
  vi: /(phần tử|[Pp]rofile|[Tt]hẻ|[Tt]rường|[Bb]ảng|[Nn]hóm|[Hh]ệ thống(?: mã)?|system|kiểu|bộ giá trị(?: [\p{L} ]+)?|tập giá trị(?: bắt buộc)?|[Kk]hóa(?: RSA)? thứ|mã LOINC|slice\)|[Rr]àng buộc|[Ee]xtension|định nghĩa|tham số tìm kiếm|Tham số tìm kiếm|danh mục|giới hạn|thuộc tính|GLN|công bố|tháng|cơ sở|điều chỉnh|yêu cầu|đặc khu|trung tâm|phần|Một) ["“]?\{\w+\}["”]?/gu,
  en: /([Ee]lement(?: name)?|[Pp]rofile|[Tt]able|[Ff]ield|[Gg]roup|[Ss]ystem|type|value set|LOINC code|[Ss]lice|constraint|[Ee]xtension|definition|search parameter|list|limit|attribute|GLN|name|override|facility|commune|the required) ["“]?\{\w+\}["”]?/g,
};

/** What an open word stands for where the sentence needs one. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  element: { vi: 'phần tử này', en: 'the element' },
  field: { vi: 'trường này', en: 'this field' },
  root: { vi: 'thẻ gốc', en: 'the root element' },
  parent: { vi: 'thẻ này', en: 'the element' },
  profile: { vi: 'profile', en: 'the profile' },
  canonical: { vi: 'định nghĩa này', en: 'this definition' },
  system: { vi: 'hệ thống mã này', en: 'this code system' },
  table: { vi: 'bảng này', en: 'this table' },
  tag: { vi: 'thẻ cũ', en: 'the former element' },
  expected: { vi: 'địa chỉ quy định', en: 'the address laid down' },
  type: { vi: 'loại này', en: 'this type' },
  row: { vi: 'một dòng khác', en: 'another row' },
  day: { vi: 'gần nhất', en: 'the last one' },
  commune: { vi: 'xã đã ghi', en: 'its commune' },
  name: { vi: 'xã có tên gần giống', en: 'one of a similar name' },
  others: { vi: 'cơ sở khác', en: 'another facility' },
  first: { vi: 'một gói khác', en: 'another package' },
};
const ANY: Bilingual = { vi: 'giá trị này', en: 'this value' };

/**
 * What a rule of the catalogue says of records in general: whole sentences without holes. Where a fault lies, which of several
 * things it is and how often it comes differ from record to record and are left out; what the sentence cannot do without is
 * named in general words.
 */
export function generalRuleText({ vi, en }: Bilingual): Bilingual {
  return { vi: generalise(vi, 'vi'), en: generalise(en, 'en') };
}

function generalise(text: string, language: Language): string {
  const shorter = [...DROPPED, ...CHANGES[language]].reduce((said, [open, by]) => said.replace(open, by), text);
  const general = shorter
    .replace(NOUNS[language], '$1')
    .replace(/["“]?\{(\w+)\}["”]?(?:[.[\]\s]*\{\w+\})*/g, (_, word: string) => (WORDS[word] ?? ANY)[language])
    .replace(/\s+([.,])(?=\s|$)/g, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (general === '') return '';
  const sentence = /[.!?]$/.test(general) ? general : `${general.replace(/[:;,]$/, '')}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
