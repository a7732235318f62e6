/** One connection, as the core sees it. Nothing that arrives after `close` is delivered. */
export type Wire = { send(text: string): void; close(code: number, reason: string): void }

/** What happens to a connection; `lost` comes last, and at most once. */
export type WireEvents = {
  opened(): void
  received(text: string): void
  /** `code` is that of the close frame; 1006 without one. */
  lost(code: number, reason: string): void
}

/** Begins to connect to the verifier operation of a gateway. */
export type Connect = (url: string, events: WireEvents) => Wire

/** What a verifier says of itself. */
export type Hello = {
  name: string
  version: string
  /** An edge answers proxies. */
  kind: 'verifier' | 'edge'
  maxStaleMs: number
  maxEntries: number
}
