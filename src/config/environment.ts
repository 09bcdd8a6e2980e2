export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of the environment without white space around it; undefined when it is missing or empty. */
export function value(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}
