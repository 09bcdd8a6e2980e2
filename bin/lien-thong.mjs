#!/usr/bin/env node
// Written in the JavaScript of Node 12, so that an old Node can read it and say what is missing.

// biome-ignore lint/style/useNodejsImportProtocol: Node before 12.20 does not know the protocol
import { existsSync } from 'fs';
// biome-ignore lint/style/useNodejsImportProtocol: as above
import * as nodeModule from 'module';

const NEEDED = [22, 19];

function isOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);
}

/** Node strips the types itself and calls that experimental in some versions; every other warning stays. */
function silenceExperimentalWarnings() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, options, ...rest) => {
    const type = typeof options === 'object' && options !== null ? options.type : options;
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, options, ...rest);
  };
}

/** In a working copy Node keeps what it stripped of types and compiled, beside the packages that npm installed. */
function keepCompiledCode() {
  const folder = new URL('../node_modules/.cache/node', import.meta.url);
  if (typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache(folder.pathname);
}

function run() {
  silenceExperimentalWarnings();
  // In a working copy the sources run as they are, whatever an earlier build left; an image holds only the build.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const isWorkingCopy = existsSync(source);
  if (isWorkingCopy) keepCompiledCode();
  const program = isWorkingCopy ? source : new URL('../dist/cli/main.js', import.meta.url);
  return import(program.href).then((cli) => cli.main(process.argv.slice(2), cli.createProcessIo(process)));
}

if (isOldNode()) {
  process.stderr.write(`lien-thong needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  run().then((code) => {
    process.exitCode = code;
  });
}
