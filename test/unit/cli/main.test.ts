import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { main } from '../../../src/cli/main.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { type CliRun, runCli } from '../../support/run-cli.ts';

const cwd = PATHS.root;

/** The same program in this process, where a table of many runs is quick. */
async function runHere(args: readonly string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const stdout = { write: (text: string) => out.push(text) };
  const stderr = { write: (text: string) => err.push(text) };
  const io = { stdout, stderr, env: {}, cwd, clock: Date.now, sleep: async () => {}, newId: () => '' };
  return { code: await main(args, io), stdout: out.join(''), stderr: err.join('') };
}

describe('lien-thong', () => {
  it('lists its commands with --help, and without arguments', async () => {
    const [help, bare] = await Promise.all([runCli(['--help'], { cwd }), runCli([], { cwd })]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of COMMANDS.keys()) expect(help.stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect(bare).toEqual(help);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(PATHS.root, 'package.json'), 'utf8')) as { version: string };
    expect(await runCli(['--version'], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([...COMMANDS.keys()])('explains %s with --help', async (name) => {
    expect((await COMMANDS.get(name)?.())?.name).toBe(name);
    const { code, stdout } = await runHere([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: lien-thong ${name}\\s`));
  });

  it('exits 2 as a process', async () => {
    const stderr = "lien-thong: unknown command 'facilty'; did you mean 'facility'?\nSee: lien-thong --help\n";
    expect(await runCli(['facilty'], { cwd })).toEqual({ code: 2, stdout: '', stderr });
  });

  it('tells a failed operation in one line and exits 1', async () => {
    const run = await runHere(['token', '--url', 'https://x', '--facility', '99001', '--key', 'no-such-file']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^lien-thong: no-such-file cannot be read: .+\n$/);
  });

  it.each([
    [['facilty'], "unknown command 'facilty'; did you mean 'facility'?"],
    [['sned'], "unknown command 'sned'; did you mean 'send'?"],
    [['keygen'], "unknown command 'keygen'"],
    [['constructor'], "unknown command 'constructor'"],
    [['token', '--ulr', 'x'], "Unknown option '--ulr'"],
    [['token', '--url'], "Option '--url <value>' argument missing"],
    [['token', '--url='], '--url needs a value'],
    [['token', '--url', 'http://a', '--url', 'http://b'], '--url is given twice'],
    [['token'], '--url is required'],
    [['token', 'x'], "unexpected argument 'x'"],
    [['token', '--url', 'ftp://x'], '--url must be a web address such as https://lienthong.example'],
    [['token', '--url', 'http://gateway.example'], '--url must be https, as it leads to another machine'],
    [['token', '--url', 'http://127.0.0.1'], '--facility is required'],
    [['token', '--url', 'http://[::1]:8080', '--facility', '99001'], '--key is required'],
    [['send', '--url', 'https://x'], 'at least one PATH is required'],
    [['send', 'x', '--lang', 'fr'], '--lang must be one of vi, en'],
    [['status'], 'MA_LK or the id of a submission is required'],
    [['keys'], "expected 'keys generate'"],
    [['keys', 'generate'], '--out is required'],
    [
      ['facility'],
      "expected 'facility' and one of add, list, show, history, import, export, scope, announce, close, note",
    ],
    [['facility', 'show'], 'CODE is required'],
    [['facility', 'scope', '99001', '--value', 'yes'], '--from is required'],
    [['facility', 'note', '99001'], '--text is required'],
    [['facility', 'export'], '--format must be one of csv, xlsx, json'],
    [['facility', 'export', '--format', 'xlsx'], '--out FILE is required for a workbook'],
    [['facility', 'add'], '--code is required'],
    [['facility', 'add', '--code', '9900'], '--code must be 5 characters (digits, A-Z) or 13 digits'],
    [['facility', 'add', '--code', '99001', '--announced', '2026-02-30'], '--announced must be YYYY-MM-DD'],
    [['facility', 'add', '--code', '99001', '--kind', 'clinic'], '--kind must be one of hospital, other'],
    [['facility', 'import'], 'FILE is required'],
    [['queue'], "expected 'queue' and one of list, show, retry, park, settle, release, stop, start"],
    [['queue', 'lsit'], "expected 'queue' and one of list, show, retry, park, settle, release, stop, start"],
    [['queue', 'retry'], 'give --id, --destination or --facility'],
    [['queue', 'retry', '--state', 'parked'], 'give --id, --destination or --facility'],
    [['queue', 'retry', '--state', 'delivered', '--destination', 'b'], 'queue retry moves parked, refused, unknown'],
    [['queue', 'park', '--state', 'refused', '--facility', '99001'], 'queue park moves queued'],
    [['queue', 'show'], 'DELIVERY is required'],
    [['queue', 'show', 'a', '--bytes', '1'], 'give --bytes N with --out FILE'],
    [['queue', 'release', 'LK1', '--facility', '99001'], '--reason is required'],
    [['queue', 'stop', 'province'], '--reason is required'],
    [['queue', 'start'], 'DESTINATION is required'],
    [['queue', 'list', '--limit', '0'], '--limit must be 1 to 10000'],
    [['receiver', '--port', '0'], '--name is required'],
    [['receiver', '--name', 'ministry', '--port', '0'], '--name must be one of province, nation'],
    [['receiver', '--name', 'province'], '--port is required'],
    [['receiver', '--name', 'province', '--port', '65536'], '--port must be 0 to 65535'],
    [['receiver', '--name', 'province', '--port', '80a'], '--port must be 0 to 65535'],
    [
      ['queue', 'list', '--state', 'lost'],
      '--state must be one of queued, sending, delivered, refused, unknown, parked',
    ],
  ])('says what is wrong with %j and exits 2', async (args, message) => {
    const run = await runHere(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(`: ${message}`);
    expect(run.stderr).toMatch(/\nSee: lien-thong( [a-z]+)? --help\n$/);
  });

  it.each(['20.20.2', '22.18.0', '12.22.0'])('says in one line that Node %s is too old', async (version) => {
    const lie = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
    const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(lie)}`];
    const run = await runCli(['--version'], { cwd, nodeOptions });
    const stderr = `lien-thong needs Node 22.19 or newer; this is Node ${version}\n`;
    expect(run).toEqual({ code: 1, stdout: '', stderr });
  });

  it('lets every warning through but the experimental ones', async () => {
    const warn = `process.nextTick(()=>{process.emitWarning('one','ExperimentalWarning');process.emitWarning('two')})`;
    const nodeOptions = ['--import', `data:text/javascript,setImmediate(()=>{${encodeURIComponent(warn)}})`];
    const { stderr } = await runCli(['--version'], { cwd, nodeOptions });
    expect(stderr).not.toContain('one');
    expect(stderr).toContain('Warning: two');
  });
});
