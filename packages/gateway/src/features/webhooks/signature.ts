import { createHmac, randomBytes } from 'node:crypto'

/** How long the former secret signs beside a new one. */
export const OVERLAP_MS = 24 * 3_600_000

const PREFIX = 'whsec_'

/** 256 random bits, in the form in which libraries of Standard Webhooks take a secret. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64')
}

/**
 * The headers of Standard Webhooks: one signature for each secret, HMAC-SHA-256 over id, time and body. The time is
 * that of the attempt, so that a receiver can refuse what was recorded and is sent again by others.
 */
export function signedHeaders(id: string, body: string, secrets: readonly string[], now: number) {
  const timestamp = String(Math.floor(now / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'user-agent': 'Quiva-Gateway-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
