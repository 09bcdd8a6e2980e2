/** A unit of UCUM without prefix: what one of it is. */
export interface UcumAtom {
  /** Whether prefixes (`m`, `k`) may stand before it. */
  readonly isMetric: boolean;
  readonly value: string;
  /** UCUM term that the value counts. Empty for a unit that is measured in nothing else. */
  readonly unit: string;
}

/** Powers of ten (`10^`) or two (`2^`) that a prefix stands for. */
export const UCUM_PREFIXES: Readonly<Record<string, number>> = {
  Y: 24,
  Z: 21,
  E: 18,
  P: 15,
  T: 12,
  G: 9,
  M: 6,
  k: 3,
  h: 2,
  da: 1,
  d: -1,
  c: -2,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
  f: -15,
  a: -18,
  z: -21,
  y: -24,
};

/**
 * Units that measure nothing else: the seven of UCUM, units whose size is agreed on (`[iU]`), and those on scales that
 * are no ratios (`Cel`, `[pH]`). Each can be compared with itself only.
 */
const OWN = 'm s g rad K C cd [iU] Cel B Np bit';
const OWN_WITHOUT_PREFIX =
  "[degF] [degRe] [pH] [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] " +
  "[ka'U] [knk'U] [mclg'U] [tb'U] [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] " +
  "[D'ag'U] [FEU] [ELU] [EU] [hnsf'U] [S]";

/** `atom value unit`, a line each: units that take prefixes. */
const METRIC = `
[IU] 1 [iU]
mol 6.0221367e23 1
sr 1 rad2
Hz 1 s-1
N 1 kg.m/s2
Pa 1 N/m2
J 1 N.m
W 1 J/s
A 1 C/s
V 1 J/C
F 1 C/V
Ohm 1 V/A
S 1 Ohm-1
Wb 1 V.s
T 1 Wb/m2
H 1 Wb/A
lm 1 cd.sr
lx 1 lm/m2
Bq 1 s-1
Gy 1 J/kg
Sv 1 J/kg
kat 1 mol/s
U 1 umol/min
l 1 dm3
L 1 dm3
ar 100 m2
t 1000 kg
bar 100000 Pa
u 1.6605402e-24 g
eV 1.60217733e-19 J
dyn 1e-5 N
erg 1e-7 J
P 0.1 Pa.s
St 1 cm2/s
Gal 1 cm/s2
Ci 37000000000 Bq
R 2.58e-4 C/kg
RAD 0.01 Gy
REM 0.01 Sv
cal 4.184 J
cal_th 4.184 J
cal_IT 4.1868 J
m[Hg] 133.322 kPa
m[H2O] 9.80665 kPa
eq 1 mol
osm 1 mol
g% 10 g/l
By 8 bit
tex 1e-6 kg/m
`;

/** The same for units that take none. */
const NON_METRIC = `
10* 10 1
10^ 10 1
% 0.01 1
[ppth] 1e-3 1
[ppm] 1e-6 1
[ppb] 1e-9 1
[pptr] 1e-12 1
[pi] 3.1415926535897932384626433832795028841971693993751058209749445923 1
deg 1 [pi].rad/180
gon 0.9 deg
' 1 deg/60
'' 1 '/60
min 60 s
h 60 min
d 24 h
wk 7 d
a_t 365.24219 d
a_j 365.25 d
a_g 365.2425 d
a 365.25 d
mo_s 29.53059 d
mo_j 30.4375 d
mo_g 30.436875 d
mo 30.4375 d
[in_i] 2.54 cm
[ft_i] 12 [in_i]
[yd_i] 3 [ft_i]
[mi_i] 5280 [ft_i]
[nmi_i] 1852 m
[fth_i] 6 [ft_i]
[hd_i] 4 [in_i]
[mil_i] 1e-3 [in_i]
[sin_i] 1 [in_i]2
[sft_i] 1 [ft_i]2
[syd_i] 1 [yd_i]2
[cin_i] 1 [in_i]3
[cft_i] 1 [ft_i]3
[kn_i] 1 [nmi_i]/h
[ft_us] 1200 m/3937
[gal_us] 231 [in_i]3
[qt_us] 1 [gal_us]/4
[pt_us] 1 [gal_us]/8
[gil_us] 1 [gal_us]/32
[foz_us] 1 [gal_us]/128
[fdr_us] 1 [gal_us]/1024
[cup_us] 16 [tbs_us]
[tbs_us] 0.5 [foz_us]
[tsp_us] 1 [tbs_us]/3
[gal_br] 4.54609 l
[pt_br] 1 [gal_br]/8
[foz_br] 1 [gal_br]/160
[cup_m] 240 mL
[tbs_m] 15 mL
[tsp_m] 5 mL
[foz_m] 30 mL
[drp] 0.05 mL
[gr] 64.79891 mg
[lb_av] 7000 [gr]
[oz_av] 1 [lb_av]/16
[dr_av] 1 [oz_av]/16
[stone_av] 14 [lb_av]
[scwt_av] 100 [lb_av]
[ston_av] 2000 [lb_av]
[lton_av] 2240 [lb_av]
[lb_tr] 5760 [gr]
[oz_tr] 480 [gr]
[oz_ap] 480 [gr]
[sc_ap] 20 [gr]
[dr_ap] 60 [gr]
[oz_m] 28 g
[g] 9.80665 m/s2
gf 1 g.[g]
[lbf_av] 1 [lb_av].[g]
[psi] 1 [lbf_av]/[in_i]2
[in_i'Hg] 1 m[Hg].[in_i]/m
[in_i'H2O] 1 m[H2O].[in_i]/m
atm 101325 Pa
[Cal] 1000 cal
[Btu] 1055.05585262 J
[HP] 550 [ft_i].[lbf_av]/s
[c] 299792458 m/s
[diop] 1 /m
[MET] 3.5 mL/min/kg
[HPF] 1 1
[LPF] 100 1
[car_m] 0.2 g
[PRU] 1 mm[Hg].s/mL
[wood'U] 1 mm[Hg].min/L
[den] 1 g/9000/m
[bbl_us] 42 [gal_us]
[acr_us] 4046.87260987425 m2
[degR] 0.55555555555555556 K
`;

/** Units of UCUM by code: those of medicine and of daily life. @source https://ucum.org/ucum */
export const UCUM_ATOMS: ReadonlyMap<string, UcumAtom> = new Map<string, UcumAtom>([
  ...OWN.split(' ').map((code) => ownAtom(code, true)),
  ...OWN_WITHOUT_PREFIX.split(' ').map((code) => ownAtom(code, false)),
  ...atomsOf(METRIC, true),
  ...atomsOf(NON_METRIC, false),
]);

function ownAtom(code: string, isMetric: boolean): [string, UcumAtom] {
  return [code, { isMetric, value: '1', unit: '' }];
}

function atomsOf(lines: string, isMetric: boolean): [string, UcumAtom][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', value = '', unit = ''] = line.split(' ');
      return [code, { isMetric, value, unit }];
    });
}
