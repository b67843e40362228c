// An archive of files as they are, not compressed: sources are small.
const encoder = new TextEncoder();

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** @param files with a name and bytes each */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const file of files) {
    const name = encoder.encode(file.name);
    const local = header(30, 0x04034b50, 4, name, file.bytes);
    const central = header(46, 0x02014b50, 6, name, file.bytes);
    new DataView(central.buffer).setUint32(42, offset, true);
    parts.push(local, name, file.bytes);
    directory.push(central, name);
    offset += local.length + name.length + file.bytes.length;
  }
  const size = directory.reduce((all, part) => all + part.length, 0);
  return new Blob([...parts, ...directory, end(files.length, size, offset)], { type: 'application/zip' });
}

/** Of a file, or its entry in the directory, which has one field more in front. */
function header(length, signature, first, name, bytes) {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  view.setUint16(4, 20, true);
  view.setUint16(first, 20, true);
  view.setUint16(first + 2, 0x0800, true);
  view.setUint16(first + 8, 0x21, true);
  view.setUint32(first + 10, crc32(bytes), true);
  view.setUint32(first + 14, bytes.length, true);
  view.setUint32(first + 18, bytes.length, true);
  view.setUint16(first + 22, name.length, true);
  return new Uint8Array(view.buffer);
}

function end(count, size, offset) {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return new Uint8Array(view.buffer);
}
