import { createContext, useContext } from 'react'

/** Where the parts stand, if not in a page of the console: in a shadow root on a page of another product. */
export type Embedding = {
  /** What floats goes here: outside of the shadow root it would have no styles. */
  container: HTMLElement
  /** What the session may do, as scopes. */
  scopes: ReadonlySet<string>
  /** What the keys may have that it issues; null for whatever their owner may do. */
  keyScopes: readonly string[] | null
}

const EmbeddingContext = createContext<Embedding | undefined>(undefined)
export const EmbeddingProvider = EmbeddingContext.Provider

export const useEmbedding = (): Embedding | undefined => useContext(EmbeddingContext)

/** For the portals of Base UI; undefined is the body of the page. */
export const usePortalContainer = (): HTMLElement | undefined => useEmbedding()?.container
