import type { Operators } from '../../access/operators.ts'
import type { Principal } from '../../access/principal.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { Page, PageRequest } from '../../platform/database/keyset.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import {
  countKinds,
  discardItem,
  type InspectedItem,
  type ItemState,
  type KindCounts,
  pageOfItems,
  retryItem,
} from '../../platform/outbox/inspect-store.ts'

export type InspectOutbox = {
  /** listOutboxItems: all kinds with their numbers, and a page of the items. */
  list(
    filter: { state: ItemState | undefined; kind: string | undefined },
    page: PageRequest,
  ): Promise<Page<InspectedItem> & { kinds: KindCounts[] }>
  /** retryOutboxItem: a worker takes it at once, with all its tries. */
  retry(principal: Principal, id: string, origin: Origin): Promise<void>
  /** discardOutboxItem: nobody does it any more. */
  discard(principal: Principal, id: string, origin: Origin): Promise<void>
}

type Deps = { database: Database; operators: Operators; wakeWorker: () => void }

const changes = {
  retry: { act: retryItem, action: 'operator.work_retried' },
  discard: { act: discardItem, action: 'operator.work_discarded' },
} as const

const codes = { unknown: 'unknown_outbox_item', busy: 'outbox_item_busy', spent: 'outbox_item_spent' } as const

/** The outbox as an operator sees it: what waits, what fails and why. Never the payloads: they may have secrets. */
export function createInspectOutbox({ database, operators, wakeWorker }: Deps): InspectOutbox {
  async function change(which: keyof typeof changes, principal: Principal, id: string, origin: Origin): Promise<void> {
    const { act, action } = changes[which]
    await database.transaction(async (tx: Tx) => {
      await operators.recheck(tx, principal)
      const touched = await act(tx, id, Date.now())
      if (touched.outcome !== 'done') throw new Refusal(codes[touched.outcome])
      // Work is of no account in particular: the event is in the database, and in nobody's log.
      await record(tx, { action, accountId: null, actor: principal, origin, details: { kind: touched.kind, item: id } })
      tx.afterCommit(wakeWorker)
    })
  }

  return {
    async list(filter, page) {
      const items = await pageOfItems(database.read, filter, page)
      return { ...items, kinds: await countKinds(database.read) }
    },
    retry: (principal, id, origin) => change('retry', principal, id, origin),
    discard: (principal, id, origin) => change('discard', principal, id, origin),
  }
}
