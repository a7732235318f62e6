import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { StartupError } from '../../platform/errors/startup-error.ts'

/**
 * The file: a line that names its format, a salt, and records. A record is the length of what follows (4 bytes), and
 * AES-256-GCM of a line of JSON and of the bytes of a file. The last record is empty.
 */
const FORMAT = Buffer.from('quiva-secrets-1\n')
const SALT_BYTES = 16
const LENGTH_BYTES = 4
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'
/** RFC 7914: 128 MB for each guess, about half a second. */
const COST: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }

/** `about` is JSON. */
export type SecretRecord = { about: object; content: Uint8Array }

/** Writes a new file (mode 0600) that only the passphrase opens; all of it is on the disk when this resolves. */
export async function writeSecrets(
  file: string,
  passphrase: string,
  records: AsyncIterable<SecretRecord>,
): Promise<void> {
  const head = Buffer.concat([FORMAT, randomBytes(SALT_BYTES)])
  const key = await keyFrom(passphrase, head)
  const opened = await open(file, 'wx', 0o600)
  let index = 0
  const append = async (plain: Uint8Array, isLast: boolean) => {
    const cipher = createCipheriv(CIPHER, key, nonceOf(index, isLast), { authTagLength: TAG_BYTES }).setAAD(head)
    const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(plain.length + TAG_BYTES)
    await opened.writeFile(Buffer.concat([length, ...sealed]))
    index += 1
  }
  try {
    await opened.writeFile(head)
    for await (const { about, content } of records)
      await append(Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), content]), false)
    await append(Buffer.alloc(0), true)
    await opened.sync()
  } finally {
    await opened.close()
  }
}

/** The records, each only after it was authenticated; throws if the passphrase is wrong, or a bit or the end is missing. */
export async function* readSecrets(file: string, passphrase: string): AsyncGenerator<SecretRecord> {
  const opened = await open(file, 'r')
  try {
    const { size } = await opened.stat()
    const head = await readExactly(opened, 0, FORMAT.length + SALT_BYTES, size)
    if (!head?.subarray(0, FORMAT.length).equals(FORMAT))
      throw new StartupError(`${file} is not a file that the command backup has written.`)
    const key = await keyFrom(passphrase, head)
    let offset = head.length
    for (let index = 0; ; index += 1) {
      const length = (await readExactly(opened, offset, LENGTH_BYTES, size))?.readUInt32BE() ?? 0
      const sealed = await readExactly(opened, offset + LENGTH_BYTES, length, size)
      offset += LENGTH_BYTES + length
      const isLast = offset === size
      const plain = sealed && openRecord(key, head, sealed, index, isLast)
      if (!plain && index === 0) throw new StartupError(`The passphrase is wrong, or ${file} is damaged.`)
      if (!plain) throw new StartupError(`${file} is damaged or not complete.`)
      if (isLast) return
      const line = plain.indexOf('\n')
      const about: object = JSON.parse(plain.toString('utf8', 0, line))
      yield { about, content: plain.subarray(line + 1) }
    }
  } finally {
    await opened.close()
  }
}

function openRecord(key: Buffer, head: Buffer, sealed: Buffer, index: number, isLast: boolean): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined
  const decipher = createDecipheriv(CIPHER, key, nonceOf(index, isLast), { authTagLength: TAG_BYTES }).setAAD(head)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}

/** Counted: the key belongs to this file alone. So records cannot change places, and a file that was cut off shows it. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt8(isLast ? 1 : 0)
  nonce.writeUInt32BE(index, 8)
  return nonce
}

async function readExactly(file: FileHandle, from: number, length: number, size: number): Promise<Buffer | undefined> {
  if (from + length > size) return undefined
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, from)
  return bytesRead === length ? bytes : undefined
}

function keyFrom(passphrase: string, head: Buffer): Promise<Buffer> {
  const salt = head.subarray(FORMAT.length)
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, COST, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
