import { ConnectionError, QuivaError } from '@quiva/client'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { type Connection, createConnection } from './connection.ts'

const FRESH_MS = 10_000
const MOST_TRIES = 2

/** The cache of answers. Secrets never go through it: a key that was issued is the result of a mutation, kept for 0 s. */
export function createQueries(): { queries: QueryClient; connection: Connection } {
  const connection = createConnection(() => queries)
  const onError = connection.noteFailure
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // A refusal stays one; a missing answer is waited for by the connection.
        retry: (count, error) => count < MOST_TRIES && error instanceof QuivaError && error.status >= 500,
        networkMode: 'always',
      },
      mutations: { retry: false, gcTime: 0, networkMode: 'always' },
    },
  })
  return { queries, connection }
}

/** What a person is told about a failure: the gateway's own sentence, or one of ours if there was no answer. */
export type Problem = {
  kind: 'refused' | 'no-answer' | 'unexpected'
  message: string | undefined
  code: string | undefined
}

export function problemOf(error: unknown): Problem {
  if (error instanceof QuivaError) return { kind: 'refused', message: error.message, code: error.code }
  if (error instanceof ConnectionError) return { kind: 'no-answer', message: undefined, code: undefined }
  return { kind: 'unexpected', message: undefined, code: undefined }
}

/**
 * The sentences of a refusal by the member of the body that each is about: `key_name` → "must not be empty". Nested
 * members have dots: `rate_limit.limit`.
 */
export function fieldProblems(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof QuivaError)) return {}
  const ofBody = error.details.filter(({ path }) => path.startsWith('/body/'))
  return Object.fromEntries(
    ofBody.map(({ path, message }) => [path.slice('/body/'.length).replaceAll('/', '.'), message]),
  )
}
