import { Gauge, type Registry } from 'prom-client';

/** One value of a gauge with its labels: closed lists or configuration, never facilities, keys or ids. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A gauge that shows a part of what was read. */
export interface GaugeOf<Value> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (value: Value) => readonly Sample[];
}

/** Shows what `read` gives in these gauges; while it gives nothing, they are left out. */
export function registerReadingGauges<Value>(
  registry: Registry,
  read: () => Promise<Value | undefined>,
  gauges: readonly GaugeOf<Value>[],
): void {
  for (const { name, help, labels, samples } of gauges) {
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        const value = await read();
        this.reset();
        // Without labels prom-client starts a gauge at 0: what is unknown must not look like a figure.
        if (labels.length === 0) this.remove({});
        for (const [given, figure] of value === undefined ? [] : samples(value)) this.set({ ...given }, figure);
      },
    });
  }
}
