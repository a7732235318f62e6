/** Why the gateway ends a connection: close codes and the word with which the reason begins (docs/verifier-protocol.md). */
export const closings = {
  stopping: 1001,
  bad_frame: 4400,
  credential_ended: 4401,
  not_permitted: 4403,
  too_slow: 4408,
  out_of_order: 4409,
  too_many: 4429,
} as const

export type Closing = keyof typeof closings

/** With 1000 a verifier says that it honours nothing of the connection any more. */
export const FORGOTTEN = 1000
