import { Gauge, type Registry } from 'prom-client';
import type { DestinationStanding } from '../types/delivery.ts';

const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;

/** How the destinations stand in this process: breaker, concurrency, stop, maintenance. `standings` is asked at each scrape. */
export function registerDestinationGauges(registry: Registry, standings: () => readonly DestinationStanding[]): void {
  const registers = [registry];
  new Gauge({
    name: 'lienthong_destination_breaker',
    help: '1 for the state in which the circuit breaker of a destination is',
    labelNames: ['destination', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { destination, breaker } of standings()) {
        for (const state of BREAKER_STATES) this.set({ destination, state }, state === breaker ? 1 : 0);
      }
    },
  });
  const FIGURES: readonly [name: string, help: string, of: (standing: DestinationStanding) => number][] = [
    ['concurrency_limit', 'Exchanges that may be under way at once', ({ concurrencyLimit }) => concurrencyLimit],
    ['running', 'Deliveries under way', ({ running }) => running],
    ['stopped', '1 while a person has stopped it', ({ isStopped }) => Number(isStopped)],
    ['maintenance', '1 while a maintenance window holds', ({ inMaintenance }) => Number(inMaintenance)],
  ];
  for (const [name, help, of] of FIGURES) {
    new Gauge({
      name: `lienthong_destination_${name}`,
      help,
      labelNames: ['destination'],
      registers,
      collect() {
        this.reset();
        for (const standing of standings()) this.set({ destination: standing.destination }, of(standing));
      },
    });
  }
}
