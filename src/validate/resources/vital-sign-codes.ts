/** A vital sign: its profile in R4, the LOINC code that marks it, and codes of other systems that mean it or a kind of it. */
export interface VitalSign {
  readonly profile: string;
  readonly loinc: string;
  readonly otherLoinc?: readonly string[];
  readonly snomed: readonly string[];
}

/**
 * Codes that make an Observation a vital sign.
 * @source https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
export const VITAL_SIGNS: readonly VitalSign[] = [
  { profile: 'vitalspanel', loinc: '85353-1', snomed: ['46680005'] },
  {
    profile: 'resprate',
    loinc: '9279-1',
    otherLoinc: ['19840-8', '33438-3', '11291-2'],
    snomed: ['86290005', '271625008'],
  },
  {
    profile: 'heartrate',
    loinc: '8867-4',
    otherLoinc: [
      '8889-8',
      '8890-6',
      '8891-4',
      '8892-2',
      '8893-0',
      '40443-4',
      '55425-3',
      '68999-2',
      '11328-2',
      '69000-8',
    ],
    snomed: ['249043002', '444981005', '399017001', '251670001', '429525003', '429614003'],
  },
  {
    profile: 'oxygensat',
    loinc: '2708-6',
    otherLoinc: ['19224-5', '20564-1', '2709-4', '2710-2', '2713-6', '51733-4', '59408-5', '59417-6'],
    snomed: ['442476006', '431314004'],
  },
  {
    profile: 'bodytemp',
    loinc: '8310-5',
    otherLoinc: [
      '8309-7',
      '8328-7',
      '8329-5',
      '8330-3',
      '8331-1',
      '8332-9',
      '8333-7',
      '8334-5',
      '61009-7',
      '75539-7',
      '91371-5',
    ],
    snomed: [
      '386725007',
      '276885007',
      '300076005',
      '364246006',
      '307047009',
      '708499008',
      '431598003',
      '698831002',
      '698832009',
    ],
  },
  {
    profile: 'bodyheight',
    loinc: '8302-2',
    otherLoinc: ['3137-7', '3138-5', '8306-3', '8308-9'],
    snomed: ['50373000'],
  },
  { profile: 'headcircum', loinc: '9843-4', otherLoinc: ['8287-5'], snomed: ['363812007', '169876006', '363811000'] },
  {
    profile: 'bodyweight',
    loinc: '29463-7',
    otherLoinc: ['3141-9', '3142-7', '75292-3', '79348-9', '8350-1', '8351-9'],
    snomed: ['735395000', '425024002', '424927000', '784399000'],
  },
  { profile: 'bmi', loinc: '39156-5', otherLoinc: ['89270-3'], snomed: ['60621009'] },
  {
    profile: 'bp',
    loinc: '85354-9',
    otherLoinc: ['35094-2', '8459-0', '76534-7', '55284-4', '8480-6'],
    snomed: ['251076008', '163033001', '163035008', '386534000', '386536003', '271649006', '271650006'],
  },
];
