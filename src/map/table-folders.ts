/** Folders of mappings/ that hold tables; a table may be `like` one of a folder before its own. */
export const TABLE_FOLDERS: readonly string[] = [
  'claim',
  'claim-4210',
  'health-check',
  'document',
  'health-book',
  'prescription',
  'emr-export',
];
