import { parse } from 'node:querystring'

/** What a proxy asks for in the query of /verify (docs/proxies.md). */
export type Asked = {
  account?: string
  scope?: string
  environment?: 'live' | 'test'
  cost?: number
  metadata?: readonly string[]
}

export type Problem = { path: string; message: string }

/** The question, or what is wrong with it. `late`: what the gateway says only if nothing else is wrong. */
export type Query = { asked?: Asked; problems?: readonly Problem[]; late?: readonly Problem[] }

const MOST_PARAMETERS = 50
/** How many queries are remembered: a proxy sends the same few again and again. */
const REMEMBERED = 1000

/** In the texts of the gateway, so that both answer alike. */
const RULES: Record<string, { most?: number; pattern?: RegExp; oneOf?: readonly string[] }> = {
  account: { most: 20 },
  scope: { most: 1000 },
  cost: { pattern: /^(0|[1-9][0-9]{0,2}|1000)$/ },
  audience: { most: 200 },
  environment: { oneOf: ['live', 'test'] },
  metadata: { most: 820, pattern: /^[A-Za-z0-9_.-]{1,40}(,[A-Za-z0-9_.-]{1,40}){0,19}$/ },
}

const NO_JWT = 'asks for a JWT, which only the gateway can sign: ask GET /verify of the gateway for it'
const ACCOUNT_MISSING = 'must be the id of your account, because anybody can create an account on this gateway'

/** Reads the query of a URL, which begins at `from`. `anyAccount`: a question may leave out the account. */
export function createReadQuery(anyAccount: boolean): (url: string, from: number) => Query {
  const remembered = new Map<string, Query>()
  return (url, from) => {
    const known = remembered.get(url)
    if (known) return known
    const query = read(url.slice(from), anyAccount)
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(url, query)
    return query
  }
}

function read(text: string, anyAccount: boolean): Query {
  if (text.split('&', MOST_PARAMETERS + 1).length > MOST_PARAMETERS)
    return problem('', `must not have more than ${MOST_PARAMETERS} parameters`)
  const given = Object.entries(text === '' ? {} : parse(text)).map(([name, value]): [string, string | string[]] => [
    name,
    value ?? '',
  ])
  const illFormed = given.find(([name, value]) => !isWellFormed(name) || ![value].flat().every(isWellFormed))
  if (illFormed) {
    const isName = !isWellFormed(illFormed[0])
    return problem(isName ? '' : `/${illFormed[0]}`, 'must be well-formed Unicode without NUL')
  }
  const known = Object.keys(RULES).flatMap((rule) =>
    given.filter(([name]) => name === rule).flatMap(([name, value]) => problemsOf(name, value)),
  )
  const unknown = given.filter(([name]) => !Object.hasOwn(RULES, name))
  const problems = [
    ...unknown.slice(0, 20).map(([name]) => describe(`/${name.slice(0, 100)}`, 'is unknown; check the spelling')),
    ...known,
  ]
  if (problems.length > 0) return { problems }
  const { account, scope, environment, cost, metadata, audience } = Object.fromEntries(
    given.map(([name, value]) => [name, String(value)]),
  )
  if (account === undefined && !anyAccount) return { late: [describe('/account', ACCOUNT_MISSING)] }
  if (audience !== undefined) return { late: [describe('/audience', NO_JWT)] }
  return {
    asked: {
      ...(account !== undefined && { account }),
      ...(scope !== undefined && { scope }),
      ...((environment === 'live' || environment === 'test') && { environment }),
      ...(cost !== undefined && { cost: Number(cost) }),
      ...(metadata !== undefined && { metadata: [...new Set(metadata.split(','))] }),
    },
  }
}

function problemsOf(name: string, value: string | readonly string[]): Problem[] {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined
  if (!rule) return []
  if (typeof value !== 'string') return [describe(`/${name}`, 'must be string')]
  const { most, pattern, oneOf } = rule
  if (oneOf) return oneOf.includes(value) ? [] : [describe(`/${name}`, 'must be equal to one of the allowed values')]
  const problems: Problem[] = []
  if (most !== undefined && value === '') problems.push(describe(`/${name}`, 'must not have fewer than 1 characters'))
  if (most !== undefined && value.length > most)
    problems.push(describe(`/${name}`, `must not have more than ${most} characters`))
  if (pattern && !pattern.test(value)) problems.push(describe(`/${name}`, `must match pattern "${pattern.source}"`))
  return problems
}

function problem(path: string, message: string): Query {
  return { problems: [describe(path, message)] }
}

function describe(path: string, message: string): Problem {
  return { path: `/querystring${path}`, message }
}

function isWellFormed(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
