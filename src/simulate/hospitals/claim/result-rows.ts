import type { Encounter, ServiceOrder } from '../encounter.ts';
import { type ClaimRow, toInstant12 } from './claim-row.ts';

/** XML4: a row for each value of a test, and one for each examination that was read. */
export function buildResultRows({ key, services }: Encounter): readonly ClaimRow[] {
  return services
    .flatMap(resultFields)
    .map((fields, index) => ({ fields: { MA_LK: key, STT: String(index + 1), ...fields } }));
}

function resultFields(order: ServiceOrder): readonly Record<string, string>[] {
  const common = { NGAY_KQ: toInstant12(order.times.endedAt), MA_BS_DOC_KQ: order.performer.licence };
  if (order.kind === 'test') {
    return order.results.map(({ index, value }) => ({
      ...common,
      MA_DICH_VU: order.test.code,
      MA_CHI_SO: index.code,
      TEN_CHI_SO: index.name,
      GIA_TRI: value,
      DON_VI_DO: index.unit,
    }));
  }
  if (order.kind === 'treatment') return [];
  const { examination, reading } = order;
  return [
    {
      ...common,
      MA_DICH_VU: examination.code,
      TEN_CHI_SO: examination.name,
      MO_TA: reading.description,
      KET_LUAN: reading.conclusion,
    },
  ];
}
