import { newId } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { Mail } from '../../transport/mail/templates.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import { listMembers } from './recipient-store.ts'

/** The mails that every member of an account gets. */
type Notice = Extract<Mail, { template: 'account-renamed' | 'account-deletion-scheduled' | 'account-deleted' }>
type WithoutRecipient<M> = M extends unknown ? Omit<M, 'to'> : never

/** `after` is the last member who was mailed. */
type Round = { accountId: string; mail: WithoutRecipient<Notice>; after: string }

const tellWork = defineWork<Round>('tell-members')

/**
 * How many members a round mails, and how long it is until the next round: ten thousand mails at once would delay every
 * other transaction on SQLite, and every other mail.
 */
const ROUND = 100
const PAUSE_MS = 1000

/** Mails every member who has accepted, once `tx` has committed. */
export type TellMembers = (tx: Tx, accountId: string, mail: WithoutRecipient<Notice>) => Promise<void>

export function createTellMembers(outbox: Outbox): TellMembers {
  return (tx, accountId, mail) => enqueue(outbox, tx, { accountId, mail, after: '' }, Date.now())
}

type Deps = { database: Database; outbox: Outbox; sendMail: SendMail }

/** Queues the mails, one round at a time. */
export function mailMembers({ database, outbox, sendMail }: Deps): WorkHandler {
  return handlerFor(tellWork, async ({ accountId, mail, after }, { key }) => {
    await database.transaction(async (tx) => {
      // The item is cancelled in the transaction that queues its mails: after a kill, or if two workers have it, nobody
      // gets a mail twice.
      if (!(await outbox.cancel(tx, tellWork, key))) return
      const members = await listMembers(tx.db, accountId, after, ROUND)
      for (const { email } of members) await sendMail(tx, { ...mail, to: email })
      const last = members.at(-1)
      if (last && members.length === ROUND)
        await enqueue(outbox, tx, { accountId, mail, after: last.userId }, Date.now() + PAUSE_MS)
    })
  })
}

function enqueue(outbox: Outbox, tx: Tx, round: Round, dueAt: number): Promise<void> {
  return outbox.enqueue(tx, tellWork, round, { key: newId('out'), dueAt })
}
