import type { Time } from '../../platform/time.ts'

type Line = { holder: string; waiting: { count: number; run(): void }[] }
type Account = { id: string; left: number; at: number; lines: Line[] }

/** Runs `run`, which looks up `count` credentials for this verifier, when it is its turn. */
export type Turn = (holder: { id: string; accountId: string }, count: number, run: () => void) => void

/**
 * Verifiers of one account ask for so many credentials a second, however many connections they have; what is beyond
 * waits. Accounts take turns, and so do the verifiers of an account. Between two turns everybody else is served:
 * `later` runs something after that.
 */
export function createTurns(
  time: Pick<Time, 'monotonic' | 'after'>,
  perSecond: number,
  later: (run: () => void) => void,
): Turn {
  const accounts = new Map<string, Account>()
  /** Those for whom something waits, in the order of their turns. */
  let waiting: Account[] = []
  let isPausing = false
  let callOff = () => {}

  function refill(account: Account): number {
    const now = time.monotonic()
    account.left = Math.min(perSecond, account.left + ((now - account.at) / 1000) * perSecond)
    account.at = now
    return account.left
  }

  function accountOf(id: string): Account {
    const known = accounts.get(id)
    if (known) return known
    for (const [other, account] of accounts)
      if (account.lines.length === 0 && refill(account) >= perSecond) accounts.delete(other)
    const account = { id, left: perSecond, at: time.monotonic(), lines: [] }
    accounts.set(id, account)
    return account
  }

  function next(): void {
    callOff()
    const account = waiting.find((one) => refill(one) > 0)
    if (!account) {
      waitForPace()
      return
    }
    waiting = waiting.filter((one) => one !== account)
    const line = account.lines.shift()
    const first = line?.waiting.shift()
    if (line && line.waiting.length > 0) account.lines.push(line)
    if (account.lines.length > 0) waiting.push(account)
    account.left -= first?.count ?? 0
    isPausing = true
    later(() => {
      isPausing = false
      next()
    })
    first?.run()
  }

  function waitForPace(): void {
    if (waiting.length === 0) return
    const lacking = Math.min(...waiting.map(({ left }) => -left))
    // A timer may come a little early.
    callOff = time.after(Math.floor((lacking / perSecond) * 1000) + 1, next)
  }

  return (holder, count, run) => {
    const account = accountOf(holder.accountId)
    if (account.lines.length === 0) waiting.push(account)
    let line = account.lines.find((one) => one.holder === holder.id)
    if (!line) {
      line = { holder: holder.id, waiting: [] }
      account.lines.push(line)
    }
    line.waiting.push({ count, run })
    if (!isPausing) next()
  }
}
