import type { Shortfall } from '../types/coverage.ts';
import { findUnmet, type Indicators } from './indicators.ts';
import type { Endurance } from './stages.ts';

/** What keeps a facility from the next step of the ladder; steps further up are not named before. */
export function findShortfalls(indicators: Indicators, { proven }: Pick<Endurance, 'proven'>): readonly Shortfall[] {
  if (!indicators.connected) return ['sign-in'];
  if (!indicators.sending) return ['records'];
  if (indicators.complete) return proven ? [] : ['days'];
  // Without one EMR there is nothing yet that could be complete or on time.
  const unmet = findUnmet(indicators).filter((condition) => condition === 'volume' || indicators.emr > 0);
  return indicators.expected === null ? ['expected', ...unmet.filter((condition) => condition !== 'volume')] : unmet;
}
