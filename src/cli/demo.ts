import type { Command } from './command.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';

/** `demo`: the main job on synthetic data. */
export const demo: Command = {
  name: 'demo',
  summary: 'watch synthetic hospitals send through a gateway to two receivers',
  usage: `Usage: lien-thong demo

Starts a gateway, a provincial and a national receiver and synthetic hospitals on 127.0.0.1, sends nine weeks of records
through the real path, prints a summary and keeps running until Ctrl-C. With DEMO_EXIT=1 it ends after the summary: exit
code 0 only when nothing was lost or doubled. Everything is in a temporary folder and removed at the end.`,

  async run(args, io) {
    refuseExtra(parseOptions(args, {}).positionals, 0);
    const { runDemo } = await import('../simulate/demo/run-demo.ts');
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    const { env, clock, sleep, newId } = io;
    return runDemo({ env, out: io.stdout, clock, sleep, newId, random: Math.random, stop: stop.signal });
  },
};
