import { readDestinations } from '../../src/config/destinations/read-destinations.ts';
import { type AttemptOutcome, type Destination, isMessage } from '../../src/forward/destination.ts';
import { createDestination } from '../../src/forward/destinations/create-destination.ts';
import type { LeasedDelivery, Message } from '../../src/types/delivery.ts';
import { rebuildForm } from './national-delivery.ts';

/** A destination as the configuration file describes it, with every default; a second in place of half a minute. */
export function configuredDestination(settings: object, clock: () => number): Destination {
  const [config] = readDestinations([{ timeoutMs: 1_000, ...settings }]);
  if (config === undefined) throw new Error('one destination');
  return createDestination(config, { clock, newUuid: () => crypto.randomUUID(), rebuildForm });
}

/** The message of a delivery; rejects when there is none. */
export async function composed(destination: Destination, delivery: LeasedDelivery): Promise<Message> {
  const message = await destination.compose(delivery);
  if (!isMessage(message)) throw new Error(`not composed: ${message.reason}`);
  return message;
}

/** Composes and sends. */
export async function sendNew(destination: Destination, delivery: LeasedDelivery): Promise<AttemptOutcome> {
  return destination.send(await composed(destination, delivery), delivery);
}
