import { createServer } from 'node:http';
import type { Express, RequestHandler } from 'express';
import type { Effect } from '../effect.ts';
import type { EffectLog, MessageStats } from './effect-log.ts';
import { type Call, createReceiverApp, type ExchangeParts, handleCall } from './exchange-routes.ts';
import type { FaultKind, FaultOptions } from './fault.ts';
import { createFaultSwitch } from './fault-switch.ts';
import { openPort } from './switchable-port.ts';
import type { TokenDesk } from './token-desk.ts';

/** What the receivers of the national protocols have in common: who signs in, what comes, what takes effect. */
export interface NationalReceiver {
  /** Base address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  /** What took effect up to now, in order. */
  effects(): readonly Effect[];
  /** Bytes of the messages that came, taken or not, in order. */
  received(): readonly Buffer[];
  stats(): MessageStats;
  signIns(): number;
  expireTokens(): void;
  setPassword(username: string, password: string): void;
  setFault(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
  close(): Promise<void>;
}

/** What one protocol brings. */
export interface NationalProtocol {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly log: EffectLog;
  readonly tokens: Pick<TokenDesk<never>, 'signIns' | 'expireTokens' | 'setPassword'>;
  /** How it says, with a status, that it failed. */
  readonly fail: ExchangeParts['fail'];
  /** Adds its calls; `handle` answers one under the fault that is on. */
  readonly addCalls: (app: Express, handle: (call: Call) => RequestHandler) => void;
}

/** Starts a receiver that speaks a protocol, keeps everything in memory and fails on demand. Listens on 127.0.0.1 only. */
export async function startNationalReceiver(protocol: NationalProtocol): Promise<NationalReceiver> {
  const { log, tokens, fail, addCalls } = protocol;
  const faults = createFaultSwitch((state) => port.setState(state));
  const parts: ExchangeParts = { faults, fail, count: log.count, effects: log.effects, stats: log.stats };
  const app = createReceiverApp(parts, (calls) => addCalls(calls, (call) => handleCall(parts, call)));
  const port = await openPort(createServer(app), protocol.port);
  return {
    url: `http://127.0.0.1:${port.port}`,
    port: port.port,
    effects: log.effects,
    received: () => [...log.received],
    stats: log.stats,
    signIns: tokens.signIns,
    expireTokens: tokens.expireTokens,
    setPassword: tokens.setPassword,
    setFault: faults.set,
    close: () => port.setState('closed'),
  };
}
