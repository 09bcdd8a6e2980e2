/** The program of a thread that answers calls of `$validate`, one message each. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadRuleCatalogue } from '../../fhir/rule-catalogue.ts';
import { loadInstanceValidator } from '../load-instance-validator.ts';
import type { OperationTask, OperationThreadData } from './create-validate-operation.ts';
import { runOperation } from './run-operation.ts';

const { settings, rulesFolder, limits } = workerData as OperationThreadData;
const rules = loadRuleCatalogue(rulesFolder, 'V');
const { validator } = await loadInstanceValidator(settings, rules);

parentPort?.on('message', ({ bytes, request }: OperationTask) => {
  parentPort?.postMessage(runOperation(bytes, request, { validator, rules, limits }));
});
