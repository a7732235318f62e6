import { signClaims } from './claims-jwt.ts'
import type { KeyPair } from './nkeys.ts'
import type { ShareType } from './shares.ts'

/**
 * An exporter's word that one account may import one subject, for exports that ask for it (`token_req`). Worth nothing
 * to any other account, and nothing any more once the export's revocations reach `issuedAtSeconds`. Without an expiry:
 * it holds as long as the export is the same, and claims need not be renewed for it.
 */
export function activationJwt(
  grant: { importerKey: string; subject: string; type: ShareType; issuedAtSeconds: number },
  exporterKey: KeyPair,
): string {
  return signClaims(
    {
      subject: grant.importerKey,
      // Nobody reads it, and claims that have it hold the subject a second time.
      name: 'import',
      type: 'activation',
      nats: { subject: grant.subject, kind: grant.type },
      issuedAtSeconds: grant.issuedAtSeconds,
    },
    exporterKey,
  )
}
