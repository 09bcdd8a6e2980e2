import type { Area } from './communes.ts';

export interface EthnicGroup {
  /** MA_DANTOC. @source QĐ 121-TCTK/PPCĐ (1979) */
  readonly code: string;
  readonly name: string;
  /** How its people are named: family, middle and given name; family and given name; A or Y and a given name. */
  readonly naming: 'kinh' | 'highland' | 'kon-tum';
  /** Family names of a highland group. */
  readonly families: readonly string[];
}

const kinh: EthnicGroup = { code: '01', name: 'Kinh', naming: 'kinh', families: [] };
const hre: EthnicGroup = { code: '19', name: 'Hrê', naming: 'highland', families: ['Đinh', 'Phạm'] };
const co: EthnicGroup = { code: '30', name: 'Co', naming: 'highland', families: ['Hồ'] };
const caDong: EthnicGroup = { code: '14', name: 'Xơ-Đăng', naming: 'highland', families: ['Đinh'] };
const xoDang: EthnicGroup = { code: '14', name: 'Xơ-Đăng', naming: 'kon-tum', families: [] };
const baNa: EthnicGroup = { code: '13', name: 'Ba na', naming: 'kon-tum', families: [] };
const gieTrieng: EthnicGroup = { code: '27', name: 'Gié Triêng', naming: 'kon-tum', families: [] };

/** Who lives where, with rough shares. */
export const GROUPS_OF_AREA: Readonly<Record<Area, readonly (readonly [weight: number, group: EthnicGroup])[]>> = {
  lowland: [
    [97, kinh],
    [2, hre],
    [1, co],
  ],
  hre: [
    [75, hre],
    [25, kinh],
  ],
  co: [
    [70, co],
    [25, kinh],
    [5, caDong],
  ],
  caDong: [
    [85, caDong],
    [15, kinh],
  ],
  konTum: [
    [35, xoDang],
    [20, baNa],
    [10, gieTrieng],
    [35, kinh],
  ],
};
