/**
 * A setting that the program refuses to start with. The message is ONE line: the setting, what is wrong with it,
 * what to write instead. It never repeats the value, which may be a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Environment name of the setting. */
  readonly setting: string;

  constructor(setting: string, problem: string, remedy: string) {
    super(`${setting}: ${problem}; ${remedy}`.replace(/\s+/g, ' '));
    this.setting = setting;
  }
}
