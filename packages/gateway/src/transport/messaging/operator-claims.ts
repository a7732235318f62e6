import { baseLimits } from './account-claims.ts'
import { signClaims } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'

/**
 * The operator's JWT, which the servers trust above all. The identity key signs it and nothing else: accounts are signed
 * by `signingKeys`, so that the identity's seed can stay offline.
 */
export function operatorJwt(
  operator: { name: string; signingKeys: string[]; systemAccountPublicKey: string; issuedAtSeconds: number },
  identityKey: KeyPair,
): string {
  return signClaims(
    {
      subject: identityKey.publicKey,
      name: operator.name,
      type: 'operator',
      nats: { signing_keys: operator.signingKeys, system_account: operator.systemAccountPublicKey },
      issuedAtSeconds: operator.issuedAtSeconds,
    },
    identityKey,
  )
}

/** The account in which servers announce themselves and take claims. No JetStream: servers refuse it there. */
export function systemAccountJwt(
  account: { systemAccountPublicKey: string; issuedAtSeconds: number },
  operatorSigningKey: KeyPair,
): string {
  return signClaims(
    {
      subject: account.systemAccountPublicKey,
      name: 'SYS',
      type: 'account',
      nats: { limits: baseLimits },
      issuedAtSeconds: account.issuedAtSeconds,
    },
    operatorSigningKey,
  )
}

/** The JWT with which a gateway connects to the servers, signed by the system account's key. */
export function systemUserJwt(
  user: { userPublicKey: string; name: string; issuedAtSeconds: number; expiresAtSeconds?: number },
  systemAccountKey: KeyPair,
): string {
  return signClaims(
    {
      subject: user.userPublicKey,
      name: user.name,
      type: 'user',
      nats: { subs: -1, data: -1, payload: -1, ...systemUserPermissions(user.userPublicKey) },
      issuedAtSeconds: user.issuedAtSeconds,
      expiresAtSeconds: user.expiresAtSeconds,
    },
    systemAccountKey,
  )
}

/** Where the answers to a user's requests arrive: an inbox that no other user of the gateway's may listen to. */
export function inboxPrefix(userPublicKey: string): string {
  return `_INBOX.${userPublicKey}`
}

/**
 * The subjects that bus.ts uses, and no others: with them, nobody can stop servers, list or read all claims, disconnect
 * clients or look into accounts, except for the names and sizes of their streams, and for their connections.
 */
function systemUserPermissions(userPublicKey: string) {
  return {
    pub: {
      allow: [
        '$SYS.REQ.CLAIMS.UPDATE',
        '$SYS.REQ.CLAIMS.DELETE',
        '$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP',
        '$JS.API.ACCOUNT.PURGE.*',
        '$SYS.REQ.SERVER.PING.STATSZ',
        '$SYS.REQ.ACCOUNT.*.JSZ',
        '$SYS.REQ.ACCOUNT.*.CONNZ',
      ],
    },
    sub: {
      allow: [
        `${inboxPrefix(userPublicKey)}.>`,
        '$SYS.SERVER.*.STATSZ',
        '$SYS.SERVER.*.SHUTDOWN',
        '$SYS.ACCOUNT.*.CONNECT',
      ],
    },
  }
}

/**
 * The body of `$SYS.REQ.CLAIMS.DELETE`. Issuer and subject have to be the same key, one that the servers trust; an
 * operator signing key suffices.
 */
export function deleteAccountsJwt(
  request: { accountPublicKeys: string[]; issuedAtSeconds: number },
  operatorSigningKey: KeyPair,
): string {
  return signClaims(
    {
      subject: operatorSigningKey.publicKey,
      name: 'delete',
      type: 'generic',
      nats: { accounts: request.accountPublicKeys },
      issuedAtSeconds: request.issuedAtSeconds,
    },
    operatorSigningKey,
  )
}
