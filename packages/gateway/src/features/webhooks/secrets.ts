import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { WebhookEndpointsTable } from '../../platform/database/schema/webhooks.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'

const { webhookSecret, previousWebhookSecret } = sealedColumns

/** The secrets that sign now: the present one, and the former one until it ends. */
export type OpenSecrets = (
  endpoint: Pick<WebhookEndpointsTable, 'id' | 'secret_sealed' | 'previous_secret_sealed' | 'previous_secret_until'>,
  now: number,
) => string[]

export function createOpenSecrets(sealer: Sealer): OpenSecrets {
  return ({ id, secret_sealed, previous_secret_sealed: former, previous_secret_until: until }, now) => [
    sealer.open(secret_sealed, webhookSecret.context(id)),
    ...(former !== null && (until ?? 0) > now ? [sealer.open(former, previousWebhookSecret.context(id))] : []),
  ]
}

export const sealSecret = (sealer: Sealer, id: string, secret: string) => sealer.seal(secret, webhookSecret.context(id))

export const sealFormer = (sealer: Sealer, id: string, secret: string) =>
  sealer.seal(secret, previousWebhookSecret.context(id))
