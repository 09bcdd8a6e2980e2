import { statfs } from 'node:fs/promises';
import type { GaugeOf } from './reading-gauges.ts';

/** A folder of the gateway on some disk: `data`, or the id of the destination that writes into it. */
export interface Place {
  readonly place: string;
  readonly folder: string;
}

/** Room on the disk of a place, bytes; `free` is what this program may still take. */
export interface DiskRoom {
  readonly place: string;
  readonly free: number;
  readonly size: number;
}

/** Asks the file system about each place; one that is not there is left out. */
export async function measureDisks(places: readonly Place[]): Promise<readonly DiskRoom[]> {
  const rooms = await Promise.all(
    places.map(async ({ place, folder }) => {
      const { bavail, blocks, bsize } = await statfs(folder).catch(() => ({ bavail: 0, blocks: 0, bsize: 0 }));
      return { place, free: bavail * bsize, size: blocks * bsize };
    }),
  );
  return rooms.filter(({ size }) => size > 0);
}

export const DISK_GAUGES: readonly GaugeOf<readonly DiskRoom[]>[] = [
  {
    name: 'lienthong_disk_free_bytes',
    help: 'Room that is left on the disk of DATA_DIR and of destinations that write files',
    labels: ['place'],
    samples: (rooms) => rooms.map(({ place, free }) => [{ place }, free]),
  },
  {
    name: 'lienthong_disk_size_bytes',
    help: 'Size of the disk of DATA_DIR and of destinations that write files',
    labels: ['place'],
    samples: (rooms) => rooms.map(({ place, size }) => [{ place }, size]),
  },
];
