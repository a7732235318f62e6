import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import type { AuditAction } from '../../platform/audit/actions.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { newId } from '../../platform/crypto/random.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Networks } from '../../platform/values/ip-networks.ts'
import { checkVersion, type ExpectedVersion } from '../../platform/values/versions.ts'
import { versionOfWebhook } from './bodies.ts'
import {
  addEndpoint,
  type Change,
  changeEndpoint,
  countEndpoints,
  deleteEndpoint,
  dropRetries,
  type Endpoint,
  findEndpoint,
  listEndpoints,
  storeSecrets,
} from './endpoint-store.ts'
import { storedEvents } from './events.ts'
import { type OpenSecrets, sealFormer, sealSecret } from './secrets.ts'
import { newSecret, OVERLAP_MS } from './signature.ts'
import { parseWebhookUrl } from './url.ts'

const MOST_ENDPOINTS = 20

export type WebhookChange = {
  url?: string | undefined
  description?: string | undefined
  /** Null for all. */
  events?: AuditAction[] | null | undefined
  disabled?: boolean | undefined
  expected?: ExpectedVersion
}

export type ManageWebhooks = {
  list(accountId: string): Promise<Endpoint[]>
  /** createWebhook: the secret is told this once. */
  create(
    principal: Principal,
    given: WebhookChange & { url: string },
    origin: Origin,
  ): Promise<{ endpoint: Endpoint; secret: string }>
  update(principal: Principal, id: string, change: WebhookChange, origin: Origin): Promise<Endpoint>
  remove(principal: Principal, id: string, origin: Origin): Promise<void>
  /** rotateWebhookSecret: the former secret signs beside the new one for 24 hours. */
  rotate(principal: Principal, id: string, origin: Origin): Promise<{ secret: string; formerUntil: number }>
}

type Deps = { database: Database; sealer: Sealer; openSecrets: OpenSecrets; allowed: Networks }

export function createManageWebhooks({ database, sealer, openSecrets, allowed }: Deps): ManageWebhooks {
  /** The URL may have a secret in its path or query: the log is told only the host. */
  async function tell(
    tx: Tx,
    action: AuditAction,
    { principal, origin }: { principal: Principal; origin: Origin },
    { id, url, ...details }: { id: string; url: string } & Record<string, string | boolean>,
  ): Promise<void> {
    const target = { type: 'webhook' as const, id }
    const told = { host: new URL(url).host, ...details }
    await record(tx, { action, accountId: principal.accountId, actor: principal, origin, target, details: told })
  }

  const changeOf = ({ url, description, events }: WebhookChange): Change => ({
    ...(url !== undefined && { url: parseWebhookUrl(url, allowed) }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events: storedEvents(events) }),
  })

  return {
    list: (accountId) => listEndpoints(database.read, accountId),

    async create(principal, given, origin) {
      const id = newId('whk')
      const secret = newSecret()
      const { url, description, disabled, events } = given
      const values = {
        ...{ id, url: parseWebhookUrl(url, allowed), secret_sealed: sealSecret(sealer, id, secret) },
        ...{ description: description ?? '', events: storedEvents(events ?? null) },
      }
      const endpoint = await database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'createWebhook', 'account')
        if ((await countEndpoints(tx, account)) >= MOST_ENDPOINTS) throw new Refusal('too_many_webhooks')
        const added = await addEndpoint(tx, account, values)
        await tell(tx, 'webhook.created', { principal, origin }, { id, url: added.url })
        if (!disabled) return added
        return (await changeEndpoint(tx, account, id, { change: {}, disabled: 'on' })) ?? added
      })
      return { endpoint, secret }
    },

    async update(principal, id, given, origin) {
      const change = changeOf(given)
      const disabled = given.disabled === undefined ? undefined : given.disabled ? 'on' : 'off'
      return database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'updateWebhook', 'account')
        const before = await findEndpoint(tx.db, principal.accountId, id)
        if (!before) throw new Refusal('unknown_webhook')
        checkVersion(given.expected, versionOfWebhook(before))
        // What is disabled, or enabled, already stays as it is.
        const isOff = before.disabled_at !== null
        const turned = disabled !== undefined && isOff !== (disabled === 'on') ? disabled : undefined
        if (Object.keys(change).length === 0 && turned === undefined) return before
        const after = await changeEndpoint(tx, account, id, { change, disabled: turned })
        if (!after) throw new Refusal('unknown_webhook')
        if (turned === 'off') await dropRetries(tx, account, id)
        const named = Object.keys(change).join()
        const details = {
          ...(named !== '' && { changed: named }),
          ...(turned !== undefined && { disabled: turned === 'on' }),
        }
        await tell(tx, 'webhook.updated', { principal, origin }, { id, url: after.url, ...details })
        return after
      })
    },

    async remove(principal, id, origin) {
      await database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'deleteWebhook', 'account')
        const deleted = await deleteEndpoint(tx, account, id)
        if (!deleted) throw new Refusal('unknown_webhook')
        await tell(tx, 'webhook.deleted', { principal, origin }, { id, url: deleted.url })
      })
    },

    async rotate(principal, id, origin) {
      const secret = newSecret()
      const now = Date.now()
      const formerUntil = now + OVERLAP_MS
      await database.transaction(async (tx) => {
        const { account } = await recheckInTransaction(tx, principal, 'rotateWebhookSecret', 'account')
        const endpoint = await findEndpoint(tx.db, principal.accountId, id)
        if (!endpoint) throw new Refusal('unknown_webhook')
        const [former = ''] = openSecrets(endpoint, now)
        await storeSecrets(tx, account, id, {
          secret_sealed: sealSecret(sealer, id, secret),
          previous_secret_sealed: sealFormer(sealer, id, former),
          previous_secret_until: formerUntil,
        })
        await tell(tx, 'webhook.secret_rotated', { principal, origin }, { id, url: endpoint.url })
      })
      return { secret, formerUntil }
    },
  }
}
