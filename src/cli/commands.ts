import type { Command } from './command.ts';

/** Every command by name, in the order of the help. Loaded when it is called, so that each starts fast. */
export const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['serve', async () => (await import('./serve.ts')).serve],
  ['demo', async () => (await import('./demo.ts')).demo],
  ['migrate', async () => (await import('./migrate.ts')).migrate],
  ['facility', async () => (await import('./facility/command.ts')).facility],
  ['keys', async () => (await import('./keys.ts')).keys],
  ['token', async () => (await import('./token.ts')).token],
  ['validate', async () => (await import('./validate.ts')).validate],
  ['rules', async () => (await import('./rules.ts')).rules],
  ['codes', async () => (await import('./codes.ts')).codes],
  ['overrides', async () => (await import('./overrides.ts')).overrides],
  ['map', async () => (await import('./map.ts')).map],
  ['coverage', async () => (await import('./coverage.ts')).coverage],
  ['report', async () => (await import('./report.ts')).report],
  ['send', async () => (await import('./send.ts')).send],
  ['status', async () => (await import('./status.ts')).status],
  ['queue', async () => (await import('./queue.ts')).queue],
  ['retention', async () => (await import('./retention.ts')).retention],
  ['hold', async () => (await import('./hold.ts')).hold],
  ['backup', async () => (await import('./backup.ts')).backup],
  ['restore', async () => (await import('./restore.ts')).restore],
  ['copy', async () => (await import('./copy.ts')).copy],
  ['audit', async () => (await import('./audit.ts')).audit],
  ['reconcile', async () => (await import('./reconcile.ts')).reconcile],
  ['receiver', async () => (await import('./receiver.ts')).receiver],
]);
