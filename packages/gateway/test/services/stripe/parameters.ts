import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Params, Value } from './form.ts'

/** What is wrong with a request, in Stripe's terms. */
export type ParameterProblem = {
  code: 'parameter_unknown' | 'parameter_missing' | 'parameter_invalid'
  param: string
  message: string
}

type Type = readonly string[]
type Declaration = { bases: string[]; members: Map<string, { optional: boolean; type: Type }> } | { type: Type }
type Declarations = Map<string, Declaration>

const require = createRequire(import.meta.url)
const sdk = path.join(path.dirname(require.resolve('stripe')), '../esm')

/**
 * Checks the parameters of a request against the types that Stripe's own SDK has for them, such as
 * `SubscriptionUpdateParams` of `resources/Subscriptions`: Stripe has no other parameters.
 */
export function checkParameters(file: string, name: string, params: Params): ParameterProblem | undefined {
  const declarations = read(`resources/${file}`)
  return checkMembers(declarations, name, params, '')
}

/** Compares an object with the SDK's type, at its first level: which members are unknown and which are missing. */
export function compareShape(file: string, name: string, object: object): { unknown: string[]; missing: string[] } {
  const members = membersOf(read(`resources/${file}`), name)
  const required = [...members].filter(([, { optional }]) => !optional).map(([member]) => member)
  return {
    unknown: Object.keys(object).filter((member) => !members.has(member)),
    missing: required.filter((member) => !(member in object)),
  }
}

const known = new Map<string, Declarations>()

function read(file: string): Declarations {
  const found = known.get(file)
  if (found) return found
  const declarations: Declarations = file === 'shared' ? new Map() : new Map(read('shared'))
  const text = readFileSync(path.join(sdk, `${file}.d.ts`), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  parseBlock({ tokens: text.match(/'[^']*'|[\w$]+|\S/g) ?? [], at: 0 }, '', declarations)
  known.set(file, declarations)
  return declarations
}

type Source = { tokens: string[]; at: number }

/** Parses the declarations up to the end of a namespace or file; skips classes and imports. */
function parseBlock(source: Source, scope: string, into: Declarations): void {
  for (;;) {
    const token = source.tokens[source.at++]
    if (token === undefined || token === '}') return
    const name = `${scope}${source.tokens[source.at]}`
    if (token === 'namespace') {
      source.at += 2
      parseBlock(source, `${name}.`, into)
    } else if (token === 'interface') {
      source.at += 1
      into.set(name, parseInterface(source))
    } else if (token === 'type') {
      source.at += 2
      into.set(name, { type: until(source, ';') })
    } else if (token === 'import' || (token === 'export' && source.tokens[source.at] === '{')) until(source, ';')
    else if (token === 'class') {
      until(source, '{')
      until(source, '}')
    }
  }
}

function parseInterface(source: Source): Declaration {
  const head = until(source, '{')
  const members = new Map<string, { optional: boolean; type: Type }>()
  while (source.tokens[source.at] !== '}') {
    const [name = '', mark] = until(source, ':')
    members.set(name, { optional: mark === '?', type: until(source, ';') })
  }
  source.at += 1
  return { bases: head[0] === 'extends' ? head.slice(1).filter((token) => token !== ',') : [], members }
}

/** Returns the tokens up to `end`, outside any brackets, and skips `end`. */
function until(source: Source, end: string): string[] {
  const taken: string[] = []
  for (let depth = 0; source.at < source.tokens.length; ) {
    const token = source.tokens[source.at++] ?? ''
    if (depth === 0 && token === end) break
    if ('{[(<'.includes(token)) depth += 1
    else if ('}])>'.includes(token)) depth -= 1
    taken.push(token)
  }
  return taken
}

function checkMembers(
  declarations: Declarations,
  name: string,
  params: Params,
  prefix: string,
): ParameterProblem | undefined {
  const members = membersOf(declarations, name)
  const scope = name.includes('.') ? name.slice(0, name.lastIndexOf('.') + 1) : ''
  const at = (member: string) => (prefix === '' ? member : `${prefix}[${member}]`)
  for (const [member, { optional }] of members)
    if (!optional && !(member in params)) return problem('parameter_missing', at(member), 'Missing required param')
  for (const [member, value] of Object.entries(params)) {
    const known = members.get(member)
    if (!known) return problem('parameter_unknown', at(member), 'Received unknown parameter')
    const wrong = checkType(declarations, known.type, scope, value, at(member))
    if (wrong) return wrong
  }
  return undefined
}

function membersOf(declarations: Declarations, name: string): Map<string, { optional: boolean; type: Type }> {
  const declaration = declarations.get(name)
  if (!declaration || !('members' in declaration)) throw new Error(`the SDK declares no interface ${name}`)
  const inherited = declaration.bases.flatMap((base) => [...membersOf(declarations, base)])
  return new Map([...inherited, ...declaration.members])
}

function checkType(
  declarations: Declarations,
  type: Type,
  scope: string,
  value: Value,
  at: string,
): ParameterProblem | undefined {
  const problems = alternatives(type).map((one) => checkOne(declarations, one, scope, value, at))
  if (problems.includes(undefined)) return undefined
  return problems.find((one) => one && one.param !== at) ?? problems[0]
}

function alternatives(type: Type): Type[] {
  const parts: string[][] = [[]]
  let depth = 0
  for (const token of type) {
    if ('{[(<'.includes(token)) depth += 1
    else if ('}])>'.includes(token)) depth -= 1
    if (token === '|' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function checkOne(
  declarations: Declarations,
  type: Type,
  scope: string,
  value: Value,
  at: string,
): ParameterProblem | undefined {
  const [first = '', second] = type
  const wrong = problem('parameter_invalid', at, `Invalid ${type.join('')}`)
  if (first === 'Array') {
    if (!Array.isArray(value)) return wrong
    const problems = value.map((item, index) =>
      checkType(declarations, type.slice(2, -1), scope, item, `${at}[${index}]`),
    )
    return problems.find((one) => one !== undefined)
  }
  if (first === 'Emptyable')
    return value === '' ? undefined : checkType(declarations, type.slice(2, -1), scope, value, at)
  if (first === 'MetadataParam' || first === '{')
    return isParams(value) && Object.values(value).every((one) => typeof one === 'string') ? undefined : wrong
  if (isParams(value)) {
    const name = resolve(declarations, type.join(''), scope)
    const declaration = name === undefined ? undefined : declarations.get(name)
    if (name === undefined || !declaration) return wrong
    if ('members' in declaration) return checkMembers(declarations, name, value, at)
    return checkType(declarations, declaration.type, scope, value, at)
  }
  if (typeof value !== 'string') return wrong
  // An open list: the SDK allows values that Stripe may add one day; this check allows only the known ones.
  if (first === 'OtherString') return wrong
  if (first.startsWith("'")) return value === first.slice(1, -1) ? undefined : wrong
  if (first === 'string') return undefined
  if (first === 'number' || first === 'Decimal') return /^-?\d+(\.\d+)?$/.test(value) ? undefined : wrong
  if (first === 'boolean') return value === 'true' || value === 'false' ? undefined : wrong
  const name = second === undefined || second === '.' ? resolve(declarations, type.join(''), scope) : undefined
  const declaration = name === undefined ? undefined : declarations.get(name)
  if (declaration && 'type' in declaration) return checkType(declarations, declaration.type, scope, value, at)
  return wrong
}

/** Resolves a name from inside `scope`. */
function resolve(declarations: Declarations, name: string, scope: string): string | undefined {
  for (let inside = scope; ; inside = inside.replace(/[^.]+\.$/, '')) {
    if (declarations.has(inside + name)) return inside + name
    if (inside === '') return undefined
  }
}

function isParams(value: Value): value is Params {
  return typeof value === 'object' && !Array.isArray(value)
}

function problem(code: ParameterProblem['code'], param: string, what: string): ParameterProblem {
  return { code, param, message: `${what}: ${param}` }
}
