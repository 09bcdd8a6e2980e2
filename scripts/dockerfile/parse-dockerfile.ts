/** One instruction, continuation lines joined. */
export interface Instruction {
  /** Upper case, e.g. `COPY`. */
  readonly name: string;
  /** `--from=build` as `{ from: 'build' }`. */
  readonly flags: Readonly<Record<string, string>>;
  /** What follows the flags, unparsed. */
  readonly rest: string;
}

export interface Stage {
  readonly base: string;
  /** Name after `AS`; null for a nameless stage. */
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/**
 * A Dockerfile as stages. Refuses (throws) what this project's own file must not hold: here-documents and anything
 * before the first FROM.
 * @source https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { base: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of joinLines(text)) {
    const instruction = parseInstruction(line);
    if (instruction.rest.includes('<<')) throw new Error(`here-document in ${line}`);
    if (instruction.name === 'FROM') {
      const [base = '', , name = null] = instruction.rest.split(/\s+/);
      stages.push({ base, name, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${line}: before the first FROM`);
    stage.instructions.push(instruction);
  }
  return stages;
}

/** The JSON ("exec") form of CMD, ENTRYPOINT and HEALTHCHECK … CMD. Refuses (throws) the shell form. */
export function parseExecForm(rest: string): readonly string[] {
  const words: unknown = JSON.parse(rest.replace(/^CMD\s+/, ''));
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) throw new Error(`not a list: ${rest}`);
  return words;
}

function joinLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parseInstruction(line: string): Instruction {
  const [name = '', ...words] = line.split(/\s+/);
  const firstPlain = words.findIndex((word) => !word.startsWith('--'));
  const flags = words.slice(0, firstPlain).map((word) => word.slice(2).split('=', 2));
  return { name: name.toUpperCase(), flags: Object.fromEntries(flags), rest: words.slice(firstPlain).join(' ') };
}
