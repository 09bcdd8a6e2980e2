import type { Words } from '../words.ts';
import type { Block } from './block.ts';

const DOTS = '..................................................';

/**
 * The head of an administrative report (Nghị định 30/2020/NĐ-CP, phụ lục I): who reports, its number, place and date are blanks, for
 * whoever signs fills them in; nothing official is made up here.
 */
export function formHead({ say }: Words): Block {
  return {
    columns: [
      {
        width: '42%',
        alignment: 'center',
        stack: [
          { text: DOTS, fontSize: 8, color: '#5b6675' },
          { text: say('superior'), fontSize: 7, color: '#5b6675' },
          { text: DOTS, fontSize: 8, color: '#5b6675', margin: [0, 4, 0, 0] },
          { text: say('agency'), fontSize: 7, color: '#5b6675' },
          { text: say('number'), fontSize: 9, margin: [0, 6, 0, 0] },
        ],
      },
      {
        width: '58%',
        alignment: 'center',
        stack: [
          { text: say('nation'), bold: true, fontSize: 9.5 },
          { text: say('motto'), bold: true, fontSize: 9.5 },
          { canvas: [{ type: 'line', x1: 0, y1: 2, x2: 140, y2: 2, lineWidth: 0.7 }], margin: [0, 0, 0, 6] },
          { text: say('placeAndDate'), italics: true, fontSize: 9 },
        ],
      },
    ],
    margin: [0, 0, 0, 18],
  };
}

/** Where it is signed. Stays together with its names. */
export function formSignatures({ say }: Words): Block {
  const place = (title: string, hint: string): Block => ({
    width: '50%',
    alignment: 'center',
    stack: [
      { text: title, bold: true, fontSize: 10 },
      { text: hint, italics: true, fontSize: 8.5 },
      { text: DOTS, fontSize: 8, color: '#5b6675', margin: [0, 62, 0, 0] },
    ],
  });
  return {
    unbreakable: true,
    margin: [0, 20, 0, 0],
    columns: [place(say('preparedBy'), say('signName')), place(say('head'), say('signSeal'))],
  };
}

/** The line under every page. */
export function formFooter(left: string, { say }: Words): (page: number, pages: number) => Block {
  return (page, pages) => ({
    margin: [48, 14, 48, 0],
    fontSize: 7.5,
    color: '#5b6675',
    columns: [
      { width: '*', text: left },
      { width: 'auto', text: say('pageOf', { page, pages }) },
    ],
  });
}

/** The line over every page but the first. */
export function formHeader(left: string, right: string): (page: number) => Block {
  return (page) =>
    page === 1
      ? ''
      : {
          margin: [48, 22, 48, 0],
          fontSize: 7.5,
          color: '#5b6675',
          columns: [
            { width: '*', text: left },
            { width: 'auto', text: right },
          ],
        };
}
