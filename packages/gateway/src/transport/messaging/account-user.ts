import { signClaims } from './claims-jwt.ts'
import type { BusUser } from './connection.ts'
import { createKeyPair, type KeyPair } from './nkeys.ts'
import { inboxPrefix } from './operator-claims.ts'

/** Enough to reconcile an account's streams once; a JWT that leaks is worth nothing soon after. */
const LIFE_SECONDS = 300

/**
 * Creates a NATS user of an account for the gateway itself, which uses it to inspect and place the account's streams.
 * The account's own key signs it. It is not stored, and no list of keys shows it. It may neither delete nor purge
 * streams, nor read or publish messages.
 */
export function createAccountUser(accountKey: KeyPair): { user: BusUser; inboxPrefix: string } {
  const { publicKey, seed } = createKeyPair('user')
  const now = Math.floor(Date.now() / 1000)
  const jwt = signClaims(
    {
      subject: publicKey,
      name: 'quiva-gateway',
      type: 'user',
      nats: {
        subs: -1,
        data: -1,
        payload: -1,
        pub: {
          allow: [
            '$JS.API.STREAM.LIST',
            '$JS.API.STREAM.UPDATE.*',
            '$JS.API.STREAM.LEADER.STEPDOWN.*',
            '$JS.API.CONSUMER.LIST.*',
            '$JS.API.CONSUMER.LEADER.STEPDOWN.*.*',
          ],
        },
        sub: { allow: [`${inboxPrefix(publicKey)}.>`] },
      },
      issuedAtSeconds: now,
      expiresAtSeconds: now + LIFE_SECONDS,
    },
    accountKey,
  )
  return { user: { jwt, seed }, inboxPrefix: inboxPrefix(publicKey) }
}
