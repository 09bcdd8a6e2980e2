import { parseRatio, type Ratio } from './ratio.ts';

const NUMBERS = `
Y 1e24
Z 1e21
E 1e18
P 1e15
T 1e12
G 1e9
M 1e6
k 1e3
h 1e2
da 1e1
d 1e-1
c 1e-2
m 1e-3
u 1e-6
n 1e-9
p 1e-12
f 1e-15
a 1e-18
z 1e-21
y 1e-24
Ki 1024
Mi 1048576
Gi 1073741824
Ti 1099511627776
`;

/** What metric units can be multiplied with. @source https://ucum.org/ucum#section-Prefixes */
export const PREFIXES: ReadonlyMap<string, Ratio> = new Map(
  NUMBERS.trim()
    .split('\n')
    .map((line) => {
      const [prefix = '', number = ''] = line.split(' ');
      return [prefix, parseRatio(number)];
    }),
);
