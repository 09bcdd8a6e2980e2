/**
 * `npm run fault -- [SCENARIO…] [--rounds N] [--store sqlite|postgres] [--seed TEXT]`: the faults of docs/reliability.md, as long
 * as it is told. Judged is by the receivers' effects, not by what the gateway says of itself. Ends with 1 when anything was lost,
 * doubled, phantom or out of order, and when a control lost nothing.
 */
import { parseArgs } from 'node:util';
import { SCENARIOS } from '../test/fault/harness/all-scenarios.ts';
import { runFault } from '../test/fault/harness/run-faults.ts';
import type { Scenario, StoreKind } from '../test/fault/harness/scenario.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const names = SCENARIOS.map(({ name }) => name);
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const isUsable =
  positionals.every((name) => names.includes(name)) &&
  (rounds === undefined || rounds >= 1) &&
  (values.store === 'sqlite' || values.store === 'postgres');
if (!isUsable) {
  console.error(`npm run fault -- [${names.join('|')}]… [--rounds N] [--store sqlite|postgres] [--seed TEXT]`);
  process.exit(2);
}

async function runOne(scenario: Scenario, store: StoreKind): Promise<boolean> {
  const reason = scenario.unable?.(store);
  if (reason !== undefined) {
    console.log(`${scenario.title}: not run here: it ${reason}`);
    return true;
  }
  const startedAt = Date.now();
  try {
    const { verdict, detail, holds } = await runFault(scenario, { store, rounds, seed: values.seed });
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(`${scenario.title}: ${holds ? 'holds' : 'FAILS'} (${detail}; ${seconds} s)`);
    for (const [index, { delivered, lost, doubled, phantom, reordered }] of verdict.receivers.entries()) {
      const counts = `delivered ${delivered}, lost ${lost}, doubled ${doubled}, phantom ${phantom}, reordered ${reordered}`;
      console.log(`  acknowledged ${verdict.acknowledged}; receiver ${index + 1}: ${counts}`);
    }
    return holds;
  } catch (error) {
    console.log(`${scenario.title}: FAILS: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

const store = values.store === 'postgres' ? 'postgres' : 'sqlite';
console.log(`seed ${values.seed}, store ${store}`);
let holds = true;
for (const scenario of SCENARIOS) {
  if (positionals.length > 0 && !positionals.includes(scenario.name)) continue;
  if (!scenario.stores.includes(store)) continue;
  holds = (await runOne(scenario, store)) && holds;
}
process.exitCode = holds ? 0 : 1;
