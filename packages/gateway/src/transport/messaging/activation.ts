import { signClaims } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'
import type { ShareType } from './shares.ts'

/**
 * The activation token with which an exporter allows one account to import one subject, for exports that ask for it
 * (`token_req`). No other account can use it, and it becomes invalid once the export's revocations reach
 * `issuedAtSeconds`. It has no expiry: it stays valid as long as the export stays the same, so the claims need not be
 * renewed for it.
 */
export function activationJwt(
  grant: { importerKey: string; subject: string; type: ShareType; issuedAtSeconds: number },
  exporterKey: KeyPair,
): string {
  return signClaims(
    {
      subject: grant.importerKey,
      // The name is short, since nobody reads it and it makes the importer's claims longer.
      name: 'import',
      type: 'activation',
      nats: { subject: grant.subject, kind: grant.type },
      issuedAtSeconds: grant.issuedAtSeconds,
    },
    exporterKey,
  )
}
