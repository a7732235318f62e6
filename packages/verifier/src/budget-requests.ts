import { BadFrame, type Frame } from './frames.ts'
import { type Moment, nowOf } from './lease.ts'
import type { Pace } from './pace.ts'
import { MOST_ASKED } from './questions.ts'
import { createSlices, type Need } from './slices.ts'
import type { Time } from './time.ts'

type Deps = {
  time: Time
  pace: Pace
  after(ms: number, run: () => void): void
  nextId(): number
  /** Sends `budget`. */
  send(id: number, needs: readonly Need[]): void
  /** The gateway does not know the number of the budget any more. */
  gone(budget: number): void
}

/** Asks for slices of budgets on one connection, and has those that are granted. */
export function createBudgetRequests({ time, pace, after, nextId, send, gone }: Deps) {
  const slices = createSlices(sendSoon)
  /** When each frame was sent that has no answer yet. */
  const asked = new Map<number, Moment>()
  let isUnderWay = false

  function sendAfter(ms: number): void {
    if (isUnderWay) return
    isUnderWay = true
    after(ms, () => {
      isUnderWay = false
      sendNow()
    })
  }

  function sendNow(): void {
    while (asked.size < MOST_ASKED && slices.hasNeeds()) {
      const waitMs = pace.take()
      if (waitMs > 0) {
        sendAfter(waitMs)
        return
      }
      const id = nextId()
      asked.set(id, nowOf(time))
      send(id, slices.takeNeeds())
    }
  }

  /** Soon, so that needs of the same moment share a frame. */
  function sendSoon(): void {
    if (asked.size < MOST_ASKED) sendAfter(0)
  }

  return {
    slices,
    sendNow,

    granted({ id, items }: Extract<Frame, { type: 'budget' }>): void {
      const sentAt = asked.get(id)
      if (!sentAt) throw new BadFrame('an answer to no question')
      asked.delete(id)
      const now = nowOf(time)
      for (const grant of items) {
        // Whoever waits looks at the entry again, so it must be gone before.
        if (grant.gone) gone(grant.budget)
        slices.granted(grant, sentAt, now)
      }
      sendSoon()
    },

    /** No answer comes any more. */
    end(): void {
      asked.clear()
      slices.end()
    },
  }
}
