import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { KeyUse } from '../api-keys/use/key-use.ts'
import type { UsedItem } from './frames.ts'
import { keysOfAccount } from './verifier-store.ts'

type AddUses = (accountId: string, items: readonly UsedItem[]) => Promise<void>

/** Adds up what a verifier has counted, but only for keys of its own account. */
export function createAddUses(database: Database, keyUse: Pick<KeyUse, 'add'>, log: Log): AddUses {
  return async (accountId, items) => {
    const now = Date.now()
    try {
      const own = await keysOfAccount(
        database.read,
        accountId,
        items.map(({ keyId }) => keyId),
      )
      for (const item of items) if (own.has(item.keyId)) keyUse.add(item.keyId, usesOf(item, now))
    } catch (error) {
      log.warn({ err: error, accountId, keys: items.length }, 'uses that a verifier has counted are lost')
    }
  }
}

function usesOf({ uses, lastMs, addresses }: UsedItem, now: number): Parameters<KeyUse['add']>[1] {
  const networks = new Map<string, { uses: number; lastUsedAt: number }>()
  for (const one of addresses) {
    const network = networkOf(one.address)
    const known = networks.get(network) ?? { uses: 0, lastUsedAt: 0 }
    networks.set(network, {
      uses: known.uses + one.uses,
      lastUsedAt: Math.max(known.lastUsedAt, now - one.lastMs),
    })
  }
  return { uses, lastUsedAt: now - lastMs, networks }
}
