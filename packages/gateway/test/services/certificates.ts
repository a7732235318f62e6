import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate in PEM and its key. */
export type Certificate = { pem: string; key: KeyObject; name: string }

/** An authority of a test's own. */
export const newAuthority = (name: string): Certificate => make(name)

/** A certificate for 127.0.0.1 and the names, by the authority. */
export const newServerCertificate = (authority: Certificate, names: readonly string[]): Certificate =>
  make('receiver', authority, names)

const DAY_MS = 86_400_000

/** X.509 (RFC 5280, §4.1), with an ECDSA key on P-256; by itself without an issuer. */
function make(name: string, issuer?: Certificate, names: readonly string[] = []): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
  const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value))
  const extensions = issuer
    ? extension(
        '551d11',
        sequence(der(0x87, Buffer.from([127, 0, 0, 1])), ...names.map((one) => der(0x82, Buffer.from(one)))),
      )
    : extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))
  const certificate = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer?.name ?? name),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extensions)),
  )
  const signature = sign('sha256', certificate, issuer?.key ?? privateKey)
  const whole = sequence(certificate, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return {
    pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey,
    name,
  }
}

/** A value of ASN.1 in DER (X.690, §8.1): tag, length, contents. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), contents])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const integer = (bytes: Buffer) => der(0x02, bytes)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const commonName = (name: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
const time = (ms: number) =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`))
