import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLOURS = 96;
/** Colours are told apart by so many bits a channel when they are counted. */
const BITS = 5;

/**
 * The same picture with few colours: pages have few, so it looks the same and is a third as large.
 * @source https://www.w3.org/TR/png-3/
 */
export async function toPalettePng(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const palette = choosePalette(data);
  const nearest = createNearest(palette);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      rows[y * (width + 1) + 1 + x] = nearest(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, each the place of a colour in the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
  ];
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

type Colour = readonly [red: number, green: number, blue: number];

/** The commonest colours; of those that are nearly the same the commonest one. */
function choosePalette(data: Uint8ClampedArray): readonly Colour[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const groups = new Map<number, { colour: number; most: number; count: number }>();
  for (const [colour, count] of counts) {
    const group = coarse(colour);
    const known = groups.get(group) ?? { colour, most: 0, count: 0 };
    known.count += count;
    if (count > known.most) Object.assign(known, { colour, most: count });
    groups.set(group, known);
  }
  return [...groups.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MAX_COLOURS)
    .map(({ colour }) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
}

function coarse(colour: number): number {
  const drop = 8 - BITS;
  return ((colour >> (16 + drop)) << (2 * BITS)) | ((((colour >> 8) & 255) >> drop) << BITS) | ((colour & 255) >> drop);
}

function createNearest(palette: readonly Colour[]): (red: number, green: number, blue: number) => number {
  const known = new Map<number, number>();
  return (red, green, blue) => {
    const colour = (red << 16) | (green << 8) | blue;
    const before = known.get(colour);
    if (before !== undefined) return before;
    const distances = palette.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
    const place = distances.indexOf(Math.min(...distances));
    known.set(colour, place);
    return place;
  };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
