import { hash } from 'node:crypto';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReportFile, ReportFormat, ReportLanguage } from '../../types/report.ts';

/** What a thread is given. */
export interface RenderTask {
  readonly content: string;
  readonly format: ReportFormat;
  readonly language: ReportLanguage;
  /** Path of the communes, for the map. */
  readonly communesFile: string;
}

export type Render = (content: string, format: ReportFormat, language: ReportLanguage) => Promise<ReportFile>;

const THREAD = join(import.meta.dirname, `render-thread${extname(import.meta.filename)}`);
/** Files kept at one time: what somebody has just looked at is often fetched again. */
const MAX_FILES = 8;

/**
 * Makes files in a thread that ends with its file, one after the other: a PDF of a province takes seconds and libraries that need not
 * stay in memory. Rejects when the thread fails.
 */
export function createRendering(communesFile: string): Render {
  const files = new Map<string, Promise<ReportFile>>();
  let last: Promise<unknown> = Promise.resolve();

  return (content, format, language) => {
    const key = `${hash('sha256', content, 'hex')} ${format} ${language}`;
    const known = files.get(key);
    if (known !== undefined) return known;
    const file = last.then(() => renderInThread({ content, format, language, communesFile }));
    last = file.catch(() => undefined);
    files.set(key, file);
    file.catch(() => files.delete(key));
    for (const oldest of files.keys()) {
      if (files.size <= MAX_FILES) break;
      files.delete(oldest);
    }
    return file;
  };
}

function renderInThread(task: RenderTask): Promise<ReportFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ReportFile>();
  const thread = new Worker(THREAD, { workerData: task });
  thread.once('message', ({ bytes, ...file }: ReportFile) => resolve({ ...file, bytes: Buffer.from(bytes) }));
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('the thread ended without a file')));
  return promise;
}
