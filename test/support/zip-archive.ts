import { inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive by name, as text, with the DOS date and time of each. */
export function readZip(archive: Buffer): ReadonlyMap<string, { readonly text: string; readonly stamp: number }> {
  const files = new Map<string, { text: string; stamp: number }>();
  const end = archive.length - 22;
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < archive.readUInt16LE(end + 10); entry++) {
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    const text = (archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
    files.set(name, { text, stamp: archive.readUInt32LE(at + 12) });
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
