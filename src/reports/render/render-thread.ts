/** The program of a thread that makes one file and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadCommunes } from '../../fhir/communes.ts';
import { renderReport } from './render-report.ts';
import type { RenderTask } from './rendering.ts';

const { content, format, language, communesFile } = workerData as RenderTask;
parentPort?.postMessage(await renderReport(content, format, language, loadCommunes(communesFile)));
