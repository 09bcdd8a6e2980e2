/** What all other units are measured in. @source https://ucum.org/ucum#section-Base-Units */
export const BASE_UNITS = 'm s g rad K C cd';

/**
 * Units that a procedure defines, and nothing can be converted to: `[iU]` of one substance is not that of another. Only
 * the international unit takes prefixes.
 * @source https://ucum.org/ucum#section-Arbitrary-Units
 */
export const ARBITRARY_METRIC_UNITS = '[iU]';

/** The other ones. */
export const ARBITRARY_UNITS =
  '[hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q] ' +
  "[arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] [knk'U] " +
  "[mclg'U] [tb'U] [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] " +
  '[FEU] [ELU] [EU]';

/**
 * Units on scales that are no ratios, a code and what it measures: a temperature in Cel is one in K, and yet no number
 * of times a K.
 * @source https://ucum.org/ucum#section-Special-Units-on-non-ratio-Scales
 */
export const SPECIAL_METRIC_UNITS = `
Cel K
Np 1
B 1
B[SPL] Pa
B[V] V
B[mV] V
B[uV] V
B[10.nV] V
B[W] W
B[kW] W
`;

/** Those that take no prefixes. */
export const SPECIAL_UNITS = `
[degF] K
[degRe] K
[p'diop] rad
%[slope] rad
[hp'_X] 1
[hp'_C] 1
[hp'_M] 1
[hp'_Q] 1
[pH] mol/l
[m/s2/Hz^(1/2)] m2/s4/Hz
bit_s 1
`;
