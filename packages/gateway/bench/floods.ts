import { requestBytes } from './connection.ts'

const MIB = 1_048_576
const MEMBERS = 90_000

/** 1 MB that takes long to build and to look at: an object with more members than any request has. */
const manyMembers = () => JSON.stringify(Object.fromEntries(Array.from({ length: MEMBERS }, (_, index) => [index, 0])))

/** The requests of an attacker, each with whatever credential it needs. */
export const floods = {
  /** Announced as what it is. */
  announced: () => requestBytes('POST', '/accounts/auth-with-password', [], manyMembers()),
  /** In chunks, so that its length is known only when it has come. */
  chunked: () => {
    const body = manyMembers()
    return Buffer.from(
      `POST /accounts/auth-with-password HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    )
  },
  /** As large as it may be, and as slow to look at. */
  allowed: () =>
    requestBytes('POST', '/accounts/auth-with-password', [], JSON.stringify({ email: Array(999).fill({}) })),
  /** An image without its name, so that it does not count as one of those that a user may upload. */
  images: (key: string) =>
    requestBytes(
      'POST',
      '/accounts/profile-image',
      [`X-Api-Key: ${key}`],
      JSON.stringify({ content_type: 'image/png', file: Buffer.alloc(10 * MIB, 7).toString('base64') }),
    ),
} satisfies Record<string, (key: string) => Buffer>

export type Flood = keyof typeof floods

export function isFlood(name: string): name is Flood {
  return Object.hasOwn(floods, name)
}
