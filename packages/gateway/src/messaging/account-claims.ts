import type { Role } from '../access/roles.ts'
import { signClaims } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'
import { roleTemplates } from './role-templates.ts'

/** What the message bus has to know of an account; times in Unix seconds, keys as public keys. */
export type AccountState = {
  accountPublicKey: string
  /** Free text that shows in the servers' monitoring. */
  name: string
  /**
   * When this state arose. Has to grow with every change of the account: servers of a cluster keep the newer of two
   * claims when they synchronise, and with equal times either may win.
   */
  issuedAtSeconds: number
  /** Members who may hold keys; one who is suspended or removed is left out, which refuses their creds. */
  members: readonly { signingKey: string; role: Role }[]
  /** Users whose JWTs are refused if issued up to `untilSeconds`: the expiry of those JWTs (spec/nats.md, "Roles"). */
  revocations: readonly { userPublicKey: string; untilSeconds: number }[]
  /** Nobody can connect, those who are get disconnected, and streams keep their data. */
  closed: boolean
}

/**
 * The account's JWT. Equal states give equal texts, in whatever order members and revocations come, so that it can be
 * compared with what the servers hold.
 */
export function accountJwt(account: AccountState, operatorSigningKey: KeyPair): string {
  return signClaims(
    {
      subject: account.accountPublicKey,
      name: account.name,
      type: 'account',
      nats: {
        limits: account.closed ? { ...limits, conn: 0, leaf: 0 } : limits,
        signing_keys: sorted(account.members, (member) => member.signingKey).map((member) => ({
          kind: 'user_scope',
          key: member.signingKey,
          role: member.role,
          template: roleTemplates[member.role],
        })),
        revocations: Object.fromEntries(
          sorted(account.revocations, (entry) => entry.userPublicKey).map((entry) => [
            entry.userPublicKey,
            entry.untilSeconds,
          ]),
        ),
      },
      issuedAtSeconds: account.issuedAtSeconds,
    },
    operatorSigningKey,
  )
}

/** Every limit is named, since a server takes a missing one for zero (spec/nats.md, "Resolver"). */
export const baseLimits = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: -1,
}

/**
 * Without the four of JetStream an account has no streams at all. They are unlimited, since a server that stands alone
 * reserves finite ones in full: the first account with more than half of the disk would leave none for the second
 * (error 10047, measured). The server's own bounds hold for all accounts together (server-config.ts).
 */
const limits = { ...baseLimits, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  // By code units, not by locale: the text must not depend on where the gateway runs.
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
