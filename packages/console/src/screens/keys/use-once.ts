import { useRef } from 'react'

/**
 * The Idempotency-Key of a request: the same while the same is sent, so that pressing twice, or again after an answer
 * was lost, does it once. `done` begins anew.
 */
export function useOnce(): { header: (body: object) => { 'idempotency-key': string }; done: () => void } {
  const last = useRef<{ body: string; key: string }>(undefined)
  return {
    header(body) {
      const text = JSON.stringify(body)
      if (last.current?.body !== text) last.current = { body: text, key: crypto.randomUUID() }
      return { 'idempotency-key': last.current.key }
    },
    done() {
      last.current = undefined
    },
  }
}
