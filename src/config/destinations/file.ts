import { path } from '../schema-parts.ts';
import { ALL_RECORDS, kindOfDestination } from './base-schema.ts';

/** A folder. */
export const FILE = kindOfDestination({
  kind: 'file',
  records: ALL_RECORDS,
  required: ['folder'],
  properties: {
    folder: path('the path of a folder that this program may write to'),
    form: {
      type: 'string',
      enum: ['ndjson', 'national'],
      default: 'ndjson',
      description: 'ndjson or national',
    },
  },
});
