import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drained } from '../harness/drained.ts';
import { signalAll, treeOf } from '../harness/process-tree.ts';
import { randomMoment } from '../harness/random-moment.ts';
import type { Stage } from '../harness/scenario.ts';

const WEAK_SYNC = fileURLToPath(new URL('../preload/weak-sync.ts', import.meta.url));

/**
 * R2: the power of the machine that the store lies on fails at random moments. What its disk holds then is all that the next
 * gateway finds; hospitals and receivers are other machines and remember everything. The processes stand still while the disk is
 * copied, and what they had not flushed is not in the copy.
 * @param isControl weaker syncing, which has to lose something, or the test proves nothing
 */
export async function cutPowerUnderLoad({ world, volume, database, rounds }: Stage, isControl: boolean): Promise<void> {
  if (volume === undefined) throw new Error('needs a volume');
  const env: Record<string, string> = isControl ? { NODE_OPTIONS: `--import ${WEAK_SYNC}` } : {};
  const start = () => world.start({ env, ...(database === undefined ? { dataDir: `${volume.path}/data` } : {}) });
  let gateway = await start();
  // The making of the database is not what is tested.
  execFileSync('sync', ['-f', volume.path]);
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await randomMoment(world);
    const pids = [gateway.pid, ...(database === undefined ? [] : treeOf(database.pid()))];
    signalAll(pids, 'SIGSTOP');
    const { release } = volume.cutPower();
    signalAll(pids, 'SIGKILL');
    await gateway.kill();
    await database?.kill();
    release();
    await database?.start(volume.path);
    gateway = await start();
  }
  await world.load.stop();
  await drained(gateway);
  await gateway.kill();
}
