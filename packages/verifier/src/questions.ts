import { type Answer, BadFrame, type Frame } from './frames.ts'
import { type Moment, nowOf } from './lease.ts'
import type { Time } from './time.ts'

/** Called once for each credential, unless the connection ends. */
export type Answered = (index: number, answer: Answer, since: Moment) => void

type Asked = { since: Moment; left: Set<number>; answered: Answered; characters: number }

/** docs/verifier-protocol.md, "Frames". */
export const MOST_ASKED = 16
/** Together with the next one, which is much shorter than the longest message, less than the 2 MiB that are answered. */
const MOST_CHARACTERS = 1_500_000

/** The questions about credentials that were asked on one connection and are not answered yet. */
export function createQuestions(time: Time) {
  const asked = new Map<number, Asked>()
  let characters = 0
  return {
    isFull: () => asked.size >= MOST_ASKED || characters >= MOST_CHARACTERS,

    /** To be called before the question is sent. */
    asking(id: number, credentials: readonly string[], answered: Answered): void {
      const own = credentials.reduce((sum, credential) => sum + credential.length, 0)
      characters += own
      asked.set(id, { since: nowOf(time), left: new Set(credentials.keys()), answered, characters: own })
    },

    verified({ id, items }: Extract<Frame, { type: 'verified' }>): void {
      const question = asked.get(id)
      if (!question) throw new BadFrame('an answer to no question')
      for (const { index, answer } of items) {
        if (!question.left.delete(index)) throw new BadFrame('an item that was not asked for')
        question.answered(index, answer, question.since)
      }
      if (question.left.size > 0) return
      asked.delete(id)
      characters -= question.characters
    },

    /** No answer comes any more. */
    end: () => asked.clear(),
  }
}
