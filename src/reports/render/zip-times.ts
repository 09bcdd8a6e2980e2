const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
const END_BYTES = 22;
/** 1980-01-01 00:00, the first instant that the format knows: in the fields time and date. */
const FIRST_INSTANT = 0x0021_0000;

/**
 * Takes the time of writing out of a ZIP archive: every entry is then of the format's first instant, so that the same content gives
 * the same bytes. Changes the bytes given. Throws on what is no archive without a comment.
 * @source APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16
 */
export function clearZipTimes(archive: Buffer): Buffer {
  const end = archive.length - END_BYTES;
  if (end < 0 || archive.readUInt32LE(end) !== END_OF_CENTRAL)
    throw new TypeError('not a ZIP archive without a comment');
  const entries = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (archive.readUInt32LE(at) !== CENTRAL_HEADER) throw new TypeError('a ZIP archive with a broken directory');
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== LOCAL_HEADER) throw new TypeError('a ZIP archive with a broken entry');
    archive.writeUInt32LE(FIRST_INSTANT, at + 12);
    archive.writeUInt32LE(FIRST_INSTANT, local + 10);
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return archive;
}
