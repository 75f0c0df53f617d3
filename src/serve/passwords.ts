/** Passwords as they are kept: scrypt of node's own crypto, with a salt each. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface PasswordHash {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const keyLength = 32;
const usual = { cost: 16384, blockSize: 8, parallelization: 1 };

/** What scrypt may take at most for a hash out of a file: 128 × cost × blockSize bytes. */
const mostMemoryBytes = 128 * 1024 * 1024;

const written = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,2})\$([\w-]{8,128})\$([\w-]{43})$/;

/** `scrypt$cost$blockSize$parallelization$salt$key`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, { ...usual, salt, key: Buffer.alloc(keyLength) });
  const { cost, blockSize, parallelization } = usual;
  return [
    'scrypt',
    cost,
    blockSize,
    parallelization,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/** undefined where it is no hash, or one that would take too much memory to check. */
export function parseHash(text: string): PasswordHash | undefined {
  const match = written.exec(text);
  if (match === null) return undefined;
  const [cost = 0, blockSize = 0, parallelization = 0] = match.slice(1, 4).map(Number);
  const isPowerOfTwo = cost > 1 && (cost & (cost - 1)) === 0;
  const isModest = blockSize > 0 && parallelization > 0 && 128 * cost * blockSize <= mostMemoryBytes / 2;
  if (!isPowerOfTwo || !isModest) return undefined;
  const [salt, key] = [match[4] ?? '', match[5] ?? ''].map((part) => Buffer.from(part, 'base64url'));
  return salt === undefined || key?.length !== keyLength
    ? undefined
    : { cost, blockSize, parallelization, salt, key };
}

export const isPassword = async (password: string, hash: PasswordHash): Promise<boolean> =>
  timingSafeEqual(await derive(password, hash), hash.key);

function derive(password: string, { cost, blockSize, parallelization, salt }: PasswordHash): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { cost, blockSize, parallelization, maxmem: mostMemoryBytes };
    scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
