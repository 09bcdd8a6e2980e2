/** One measured or observed value of a test, with the range of healthy adults. */
export interface ResultIndex {
  /** MA_CHI_SO of the hospital. */
  readonly code: string;
  readonly loinc: string;
  readonly name: string;
  readonly unit: string;
  /** UCUM. */
  readonly ucum: string;
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
}

/** A laboratory test: one line of charge, one or several values. */
export interface LaboratoryTest {
  /** MA_DICH_VU; has the form of the common code set only. */
  readonly code: string;
  readonly name: string;
  readonly loinc: string;
  /** Dong. */
  readonly price: number;
  /** Short name of the machine, as in MA_MAY. */
  readonly machine: string;
  readonly indexes: readonly ResultIndex[];
}

function index(
  code: string,
  loinc: string,
  name: string,
  [unit, ucum]: readonly [string, string],
  [low, high, decimals]: readonly [number, number, number],
): ResultIndex {
  return { code, loinc, name, unit, ucum, low, high, decimals };
}

/** A test with one value that carries the test's own name and code. */
function single(
  code: string,
  name: string,
  loinc: string,
  price: number,
  unit: readonly [string, string],
  range: readonly [number, number, number],
): LaboratoryTest {
  const short = name.replace(/^Định lượng /, '').replace(/ \[.*$/, '');
  return { code, name, loinc, price, machine: 'SH.1', indexes: [index(`${code}.1`, loinc, short, unit, range)] };
}

const GIGA = ['G/L', '10*9/L'] as const;
const MILLIMOLE = ['mmol/L', 'mmol/L'] as const;
const ENZYME = ['U/L', 'U/L'] as const;

export const TESTS = {
  bloodCount: {
    code: '22.0120.1370',
    name: 'Tổng phân tích tế bào máu ngoại vi (bằng máy đếm tổng trở)',
    loinc: '58410-2',
    price: 43_500,
    machine: 'HH.1',
    indexes: [
      index('22.0120.1370.1', '6690-2', 'Số lượng bạch cầu (WBC)', GIGA, [4, 10, 2]),
      index('22.0120.1370.2', '770-8', 'Tỷ lệ bạch cầu trung tính (NEU%)', ['%', '%'], [45, 74, 1]),
      index('22.0120.1370.3', '789-8', 'Số lượng hồng cầu (RBC)', ['T/L', '10*12/L'], [3.9, 5.4, 2]),
      index('22.0120.1370.4', '718-7', 'Huyết sắc tố (HGB)', ['g/L', 'g/L'], [120, 160, 0]),
      index('22.0120.1370.5', '4544-3', 'Hematocrit (HCT)', ['%', '%'], [36, 48, 1]),
      index('22.0120.1370.6', '777-3', 'Số lượng tiểu cầu (PLT)', GIGA, [150, 400, 0]),
    ],
  },
  electrolytes: {
    code: '23.0058.1487',
    name: 'Điện giải đồ (Na, K, Cl) [Máu]',
    loinc: '55231-5',
    price: 30_200,
    machine: 'SH.2',
    indexes: [
      index('23.0058.1487.1', '2951-2', 'Na+', MILLIMOLE, [135, 145, 0]),
      index('23.0058.1487.2', '2823-3', 'K+', MILLIMOLE, [3.5, 5, 2]),
      index('23.0058.1487.3', '2075-0', 'Cl-', MILLIMOLE, [98, 107, 0]),
    ],
  },
  glucose: single('23.0075.1494', 'Định lượng Glucose [Máu]', '14749-6', 22_400, MILLIMOLE, [3.9, 6.4, 1]),
  urea: single('23.0166.1494', 'Định lượng Urê máu [Máu]', '22664-7', 22_400, MILLIMOLE, [2.5, 7.5, 1]),
  creatinine: single(
    '23.0051.1494',
    'Định lượng Creatinin [Máu]',
    '14682-9',
    22_400,
    ['µmol/L', 'umol/L'],
    [53, 110, 0],
  ),
  ast: single('23.0020.1493', 'Đo hoạt độ AST (GOT) [Máu]', '1920-8', 22_400, ENZYME, [10, 37, 0]),
  alt: single('23.0019.1493', 'Đo hoạt độ ALT (GPT) [Máu]', '1742-6', 22_400, ENZYME, [10, 40, 0]),
  crp: single('23.0050.1484', 'Định lượng CRP [Máu]', '1988-5', 55_900, ['mg/L', 'mg/L'], [0.2, 5, 1]),
  hba1c: single('23.0083.1523', 'Định lượng HbA1c [Máu]', '4548-4', 105_300, ['%', '%'], [4.2, 6.2, 1]),
  cholesterol: single(
    '23.0041.1506',
    'Định lượng Cholesterol toàn phần [Máu]',
    '14647-2',
    28_000,
    MILLIMOLE,
    [3.2, 5.2, 2],
  ),
  triglycerides: single('23.0158.1506', 'Định lượng Triglycerid [Máu]', '14927-8', 28_000, MILLIMOLE, [0.5, 1.7, 2]),
  troponin: single(
    '23.0161.1569',
    'Định lượng Troponin I [Máu]',
    '10839-9',
    78_400,
    ['ng/mL', 'ng/mL'],
    [0.001, 0.04, 3],
  ),
} as const satisfies Readonly<Record<string, LaboratoryTest>>;

export type TestName = keyof typeof TESTS;

/** Which way the values of an illness leave the healthy range. */
export type Shift = Readonly<Partial<Record<TestName, 'high' | 'low'>>>;
