import type { Encounter } from './encounter.ts';

const CORRECTED_NOTE = 'Đã đính chính hồ sơ.';

/**
 * The encounter as a hospital sends it again after a correction: one drug line less, one diagnosis more, another
 * outcome and a changed last note. The key stays.
 */
export function correctEncounter(encounter: Encounter): Encounter {
  const { otherDiagnoses, illness, notes } = encounter;
  const added = { code: 'Z76.8', text: 'Người đang tiếp xúc với dịch vụ y tế trong các hoàn cảnh xác định khác' };
  return {
    ...encounter,
    otherDiagnoses: otherDiagnoses.some(({ code }) => code === added.code)
      ? otherDiagnoses
      : [...otherDiagnoses, added],
    outcome: encounter.outcome === '1' ? '2' : '1',
    drugs: encounter.drugs.slice(0, Math.max(1, encounter.drugs.length - 1)),
    notes: notes.map((note, index) =>
      index === notes.length - 1 ? { ...note, text: `${note.text} ${CORRECTED_NOTE}` } : note,
    ),
    illness: { ...illness, treatment: `${illness.treatment}. ${CORRECTED_NOTE}` },
  };
}
