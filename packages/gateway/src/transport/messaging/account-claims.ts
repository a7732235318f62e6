import type { Role } from '../../platform/values/roles.ts'
import { signClaims } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'
import { roleTemplates } from './role-templates.ts'
import type { ShareType } from './shares.ts'

/**
 * How many copies of a stream the claims allow if the account has no desired placement: the most that JetStream
 * supports.
 */
export const MOST_REPLICAS = 5

/** An export as the servers see it. */
export type ExportClaim = {
  name: string
  subject: string
  type: ShareType
  tokenPosition: number | null
  /**
   * If only some accounts may import: the servers require from each importer an activation that was issued in this
   * second or later (Unix seconds). Null if all accounts may import.
   */
  activationsSince: number | null
}

/** An import as the servers see it; only one that an export covers belongs in the claims. */
export type ImportClaim = {
  name: string
  subject: string
  localSubject: string
  type: ShareType
  /** Public key of the account that exports it. */
  exporterKey: string
  /** The exporter's activation token (activation.ts); null if the export requires none. */
  activation: string | null
}

/** What the NATS servers must know about an account; times in Unix seconds, keys as public keys. */
export type AccountState = {
  accountPublicKey: string
  /** Free text that shows in the servers' monitoring. */
  name: string
  /**
   * When this state began. It must grow with every change of the account: servers of a cluster keep the newer of two
   * claims when they synchronise, and with equal times either may win.
   */
  issuedAtSeconds: number
  /** Members who may have keys. A suspended or removed member is left out, so that the servers refuse their creds. */
  members: readonly { signingKey: string; role: Role }[]
  /** Users whose JWTs are refused if issued up to `untilSeconds`: the expiry of those JWTs (docs/decisions/0004). */
  revocations: readonly { userPublicKey: string; untilSeconds: number }[]
  exports: readonly ExportClaim[]
  imports: readonly ImportClaim[]
  /** How many copies a stream may have, 1 to 5. Never fewer than a stream has: see `jetStreamTiers`. */
  mostReplicas: number
  /** If true, nobody can connect, connected clients are disconnected, and streams keep their data. */
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
        ...(account.imports.length > 0 && { imports: sorted(account.imports, byName).map(toImport) }),
        ...(account.exports.length > 0 && { exports: sorted(account.exports, byName).map(toExport) }),
        limits: {
          ...baseLimits,
          ...(account.closed && { conn: 0, leaf: 0 }),
          tiered_limits: jetStreamTiers(account.mostReplicas),
        },
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

/** Every limit is named, since a server takes a missing one for zero. */
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

const unlimitedTier = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

/**
 * One JetStream tier for each number of copies, up to `mostReplicas`. The tiers are unlimited, since a server that
 * stands alone reserves a finite limit in full: the first account with more than half of the disk would leave no room
 * for the second (error 10047, measured). The server's own limits apply to all accounts together (server-config.ts).
 *
 * An account has tiers from its first day, and never loses a tier that a stream needs. Otherwise a server refuses
 * messages for a stream whose tier is missing, or that was made while the limits had no tiers (10120), and does not
 * even load the stream after a restart (measured on 2.9.10). The tier R0 is for clients that leave `num_replicas` out:
 * 2.9 looks for it then.
 */
function jetStreamTiers(mostReplicas: number): Record<string, typeof unlimitedTier> {
  return Object.fromEntries(Array.from({ length: mostReplicas + 1 }, (_, copies) => [`R${copies}`, unlimitedTier]))
}

function toExport({ name, subject, type, tokenPosition, activationsSince }: ExportClaim) {
  return {
    name,
    subject,
    type,
    ...(activationsSince !== null && { token_req: true, revocations: { '*': activationsSince - 1 } }),
    ...(tokenPosition !== null && { account_token_position: tokenPosition }),
  }
}

function toImport({ name, subject, localSubject, type, exporterKey, activation }: ImportClaim) {
  return {
    name,
    subject,
    account: exporterKey,
    ...(activation !== null && { token: activation }),
    ...(localSubject !== subject && { local_subject: localSubject }),
    type,
  }
}

const byName = ({ name }: { name: string }) => name

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  // By code units, not by locale: the text must not depend on where the gateway runs.
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
