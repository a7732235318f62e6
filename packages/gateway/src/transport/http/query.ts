import { parse } from 'node:querystring'

/** Far more than any operation has. A URL of 16 KB could have 8,000 parameters, and each would be checked. */
const MOST_PARAMETERS = 50

const TOO_MANY = Object.freeze({})

/** Parses the query of a URL, before any hook runs. */
export function parseQuery(text: string): Record<string, unknown> {
  if (text === '') return {}
  let parameters = 0
  for (let at = 0; at >= 0; at = text.indexOf('&', at + 1)) {
    parameters += 1
    if (parameters > MOST_PARAMETERS) return TOO_MANY
  }
  return parse(text)
}

/** What is wrong with the parameters, if there are too many. */
export function queryProblem(query: unknown): string | undefined {
  return query === TOO_MANY ? `must not have more than ${MOST_PARAMETERS} parameters` : undefined
}
