import type { Answer } from './frames.ts'
import { type Moment, nowOf } from './lease.ts'
import type { Link } from './link.ts'
import type { Time } from './time.ts'

type Question<Request> = {
  hash: string
  credential: string
  /** Who waits for the answer; nobody, if an entry is only refreshed. */
  requests: Request[]
  /** Who came after it was asked. That the credential was not valid then says nothing to them: it may be since. */
  late: Request[]
  /** On which connection it was asked. */
  link: Link | undefined
}

/** Asks about several credentials at once are gathered for so long. */
const GATHER_MS = 1
/** When the connection takes no more for the moment. */
const RETRY_MS = 5
const MOST_ITEMS = 100
/** Of credentials in one message, as JSON (docs/verifier-protocol.md, "Frames"). */
const MOST_CHARACTERS = 400_000

type Deps<Request> = {
  time: Time
  primary(): Link | undefined
  isWaiting(request: Request): boolean
  /** So many questions at most; entries are refreshed only below that. */
  most: number
}

/**
 * Gathers questions, so that a connection has few messages and asks about each credential only once at a time. `learn`
 * says whether an answer was of use; otherwise it is asked for again. Credentials are kept until their answer comes.
 */
export function createMisses<Request extends { hash: string; credential: string }>(
  { time, primary, isWaiting, most }: Deps<Request>,
  learn: (question: Question<Request>, answer: Answer, since: Moment, link: Link) => boolean,
) {
  const questions = new Map<string, Question<Request>>()
  let queue: Question<Request>[] = []
  let cancelFlush: (() => void) | undefined

  function enqueue(question: Question<Request>): void {
    question.link = undefined
    question.requests.push(...question.late.splice(0))
    queue.push(question)
    flushAfter(GATHER_MS)
  }

  function flushAfter(ms: number): void {
    if (cancelFlush) return
    cancelFlush = time.after(ms, () => {
      cancelFlush = undefined
      flush()
    })
  }

  /** Called again when there is a lease: without one, no answer could be used. */
  function flush(): void {
    const link = primary()
    queue = queue.filter(isOfUse)
    while (link?.holds(nowOf(time)) && queue.length > 0) {
      const some = nextOf(queue)
      const sent = link.ask(
        some.map(({ credential }) => credential),
        (index, answer, since) => answered(some[index], answer, since, link),
      )
      if (!sent) {
        flushAfter(RETRY_MS)
        return
      }
      for (const question of some) question.link = link
      queue = queue.slice(some.length)
    }
  }

  /** Whether somebody still waits for it. An entry that is refreshed does without. */
  function isOfUse(question: Question<Request>): boolean {
    const hadRequests = question.requests.length > 0
    question.requests = question.requests.filter(isWaiting)
    const isOf = question.requests.length > 0 || !hadRequests
    if (!isOf) questions.delete(question.hash)
    return isOf
  }

  function answered(question: Question<Request> | undefined, answer: Answer, since: Moment, link: Link): void {
    if (!question || question.link !== link) return
    questions.delete(question.hash)
    const late = question.late.splice(0)
    const isGood = answer !== 'inactive' && answer !== 'unpaid'
    if (isGood) question.requests.push(...late)
    const isDone = learn(question, answer, since, link)
    for (const request of !isGood ? late : isDone ? [] : question.requests) ask(request)
  }

  function ask(request: Request): void {
    const known = questions.get(request.hash)
    if (known) return void (known.link ? known.late : known.requests).push(request)
    const { hash, credential } = request
    const question = { hash, credential, requests: [request], late: [], link: undefined }
    questions.set(hash, question)
    enqueue(question)
  }

  return {
    ask,

    refresh(hash: string, credential: string): void {
      if (questions.has(hash) || questions.size >= most) return
      const question = { hash, credential, requests: [], late: [], link: undefined }
      questions.set(hash, question)
      enqueue(question)
    },

    flush,

    /** What was asked on a connection that is over is asked on the next one. */
    lost(link: Link): void {
      for (const question of questions.values()) if (question.link === link) enqueue(question)
    },

    /** Everybody who still waits. */
    end(): Request[] {
      cancelFlush?.()
      const requests = [...questions.values()].flatMap(({ requests: first, late }) => [...first, ...late])
      questions.clear()
      queue = []
      return requests
    },
  }
}

/** As many as fit into one message. */
function nextOf<Request>(queue: readonly Question<Request>[]): Question<Request>[] {
  const some: Question<Request>[] = []
  let characters = 0
  for (const question of queue) {
    // A quotation mark and a backslash take two.
    characters += 2 * question.credential.length + 20
    if (some.length > 0 && (some.length === MOST_ITEMS || characters > MOST_CHARACTERS)) break
    some.push(question)
  }
  return some
}
