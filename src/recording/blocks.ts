/**
 * Recordings as .gz: each write is a gzip member of its own, so that nothing that was written depends on what comes
 * later, and every unpacker reads it. A member tells its length in an extra field: damage in one leaves the others
 * readable.
 */
import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';

const zip = promisify(gzip);

/** RFC 1952: what every member begins with, FLG.FEXTRA set. */
const magic = Buffer.from([0x1f, 0x8b, 8, 4]);
const plainHeadBytes = 10;
/** XLEN 8, the subfield UT, its length 4, and the length of the whole member. */
const extraBytes = 10;
export const headBytes = plainHeadBytes + extraBytes;
const subfield = Buffer.from([8, 0, 0x55, 0x54, 4, 0]);

/** More no member has: whatever tells another length is damaged. */
export const mostMemberBytes = 32 * 1024 * 1024;

export async function pack(text: string): Promise<Buffer> {
  const plain = await zip(text);
  const head = Buffer.alloc(headBytes);
  plain.copy(head, 0, 0, plainHeadBytes);
  magic.copy(head);
  subfield.copy(head, plainHeadBytes);
  head.writeUInt32LE(plain.length + extraBytes, headBytes - 4);
  return Buffer.concat([head, plain.subarray(plainHeadBytes)]);
}

/** Length of the member that begins here; undefined where none does, or too little of it is there. */
export function memberBytes(bytes: Buffer): number | undefined {
  if (bytes.length < headBytes || !magic.equals(bytes.subarray(0, magic.length))) return undefined;
  if (!subfield.equals(bytes.subarray(plainHeadBytes, plainHeadBytes + subfield.length))) return undefined;
  const length = bytes.readUInt32LE(headBytes - 4);
  return length > headBytes && length <= mostMemberBytes ? length : undefined;
}

/** Where the last member begins of which the end is not there; the length of all that is whole. */
export function wholeBytes(bytes: Buffer): number {
  let at = bytes.length;
  let length: number | undefined;
  while (length === undefined && at > 0) {
    at = bytes.lastIndexOf(magic, at - 1);
    if (at === -1) return bytes.length;
    length = memberBytes(bytes.subarray(at));
    // Of its head too little is there to tell.
    if (bytes.length - at < headBytes) return at;
  }
  const end = at + (length ?? 0);
  if (end > bytes.length) return at;
  const rest = bytes.subarray(end);
  return rest.length < magic.length && rest.equals(magic.subarray(0, rest.length)) ? end : bytes.length;
}

/** The next place at which a member may begin, from `start` on. */
export function nextMember(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(magic, start); at !== -1; at = bytes.indexOf(magic, at + 1))
    if (memberBytes(bytes.subarray(at)) !== undefined || bytes.length - at < headBytes) return at;
  return -1;
}

/** Whatever a member can hold; a bomb is none of ours. */
const mostBytes = 256 * 1024 * 1024;

/** undefined where it is damaged. */
export function unpack(member: Buffer): string | undefined {
  try {
    return gunzipSync(member, { maxOutputLength: mostBytes }).toString();
  } catch {
    return undefined;
  }
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
