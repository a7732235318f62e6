import type { RequestOptions } from 'openapi-fetch'
import type { paths } from './generated/schema.ts'

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

/** The paths of the OpenAPI document that have this method. */
export type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never
}[keyof paths]

type OptionsOf<Operation> = Pick<RequestOptions<Operation>, 'params' | 'body'> & { signal?: AbortSignal }

/** The JSON of an answer. `AnswerOf<'/accounts/api-keys', 'get'>` is what `client.GET('/accounts/api-keys')` resolves to. */
export type AnswerOf<P extends PathsWith<M>, M extends Method> = paths[P][M] extends {
  responses: { 200: { content: { 'application/json': infer Answer } } }
}
  ? Answer
  : never

/** The body of a request: `BodyOf<'/accounts/api-key', 'post'>`. */
export type BodyOf<P extends PathsWith<M>, M extends Method> = paths[P][M] extends {
  requestBody?: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** The query of a request: `QueryOf<'/accounts/api-keys', 'get'>`. */
export type QueryOf<P extends PathsWith<M>, M extends Method> = paths[P][M] extends {
  parameters: { query?: infer Query }
}
  ? NonNullable<Query>
  : never

/** What follows the path in a call: optional if nothing in it must be there. */
type Rest<Operation> =
  Record<never, never> extends RequestOptions<Operation>
    ? [options?: OptionsOf<Operation>]
    : [options: OptionsOf<Operation>]

type Call<M extends Method> = <P extends PathsWith<M>>(path: P, ...rest: Rest<paths[P][M]>) => Promise<AnswerOf<P, M>>

type PathsOfLines = {
  [P in keyof paths]: paths[P] extends {
    get: { responses: { 200: { content: { 'application/x-ndjson': string } } } }
  }
    ? P
    : never
}[keyof paths]

/** The lists that can be read page by page (docs/lists.md) and whose `data` are their rows. */
export type PathsOfRows = {
  [P in PathsWith<'get'>]: 'next_cursor' extends keyof AnswerOf<P, 'get'>
    ? AnswerOf<P, 'get'> extends { data: readonly unknown[] }
      ? P
      : never
    : never
}[PathsWith<'get'>]

/** A row of a list: `RowOf<'/accounts/api-keys'>` is a key. */
export type RowOf<P extends PathsOfRows> = AnswerOf<P, 'get'> extends { data: readonly (infer Row)[] } ? Row : never

/**
 * One method per HTTP method. Each takes a path of the OpenAPI document with its `params` and `body`, and resolves to the
 * JSON of the answer: `const { data } = await client.GET('/accounts/info')`. It rejects with a `QuivaError` if the gateway
 * answers with a failure, with a `ConnectionError` if no gateway answers, and with the reason of `signal` if that aborts.
 */
export type Client = { readonly [M in Method as Uppercase<M>]: Call<M> } & {
  /**
   * The rows of a list, page after page: `for await (const key of client.ROWS('/accounts/api-keys'))`. It asks for the
   * next page when the rows of the last one are used up; `limit` in the query is the size of a page, by default 500.
   */
  ROWS<P extends PathsOfRows>(path: P, ...rest: Rest<paths[P]['get']>): AsyncGenerator<RowOf<P>, void, undefined>
  /** Reads an answer that is a stream of lines, and yields each line, a JSON document, as it arrives. */
  LINES<P extends PathsOfLines>(path: P, options?: OptionsOf<paths[P]['get']>): AsyncGenerator<string, void, undefined>
}
